/**
 * The load: keep-alive connections that each send one request after the other, for a bounded time. It speaks HTTP over
 * plain sockets, because a full client would take a core of its own from the servers that it measures.
 */
import { connect } from 'node:net';

/** @typedef {{ method: string, path: string, headers?: Record<string, string>, body?: string }} Request */

/** A request as bytes. */
export function encode({ method, path, headers = {}, body = '' }) {
  const lines = Object.entries({
    host: '127.0.0.1',
    ...headers,
    ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** Reads whole answers out of the bytes that arrive; every one of ours names its length. */
function answerReader(onAnswer) {
  let rest = null;
  return (chunk) => {
    let bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) break;
      const head = bytes.latin1Slice(0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head);
      if (!length) throw new Error(`An answer without a length: ${head}`);
      const whole = end + 4 + Number(length[1]);
      if (bytes.length < whole) break;
      onAnswer(Number(head.slice(9, 12)), bytes.subarray(end + 4, whole));
      bytes = bytes.subarray(whole);
    }
    rest = bytes.length > 0 ? bytes : null;
  };
}

/** One connection's work until `until`; resolves when its last answer is in. */
function visitor({ port, next, status, until, times }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let began = 0;
    const send = () => {
      began = performance.now();
      socket.write(next());
    };
    const read = answerReader((got, body) => {
      if (got !== status) return socket.destroy(new Error(`Answered ${got}: ${body.toString('utf8').slice(0, 300)}`));
      times.push(performance.now() - began);
      if (performance.now() < until) send();
      else socket.end(resolve);
    });
    socket.setTimeout(20_000, () => socket.destroy(new Error('No answer in 20 s.')));
    socket.on('data', (chunk) => {
      try {
        read(chunk);
      } catch (error) {
        socket.destroy(error);
      }
    });
    socket.once('error', reject).once('connect', send);
  });
}

/**
 * Puts load on a port. Any answer but `status` ends it with an error: a fast refusal is not a figure.
 * @param {{ port: number, connections: number, seconds: number, status: number, next: () => string }} options
 */
export async function load({ port, connections, seconds, status, next }) {
  const times = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, () => visitor({ port, next, status, until, times })));
  const took = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  return { requests: times.length, perSecond: times.length / took, p50: times[Math.floor(times.length * 0.5)], p99: times[Math.floor(times.length * 0.99)] };
}
