import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { makeCertificate } from '../../test/certificate-maker.js';
import { WechatFault } from './outcome.js';
import { byteText, Wire } from './wire.js';

const TOKEN = '90_secret';
let server: Server;
let wire: Wire;
let connections = 0;

/** A server that answers so, and a wire to it. */
async function listen(answer: RequestListener, most = 4, timeout = 2_000): Promise<void> {
  connections = 0;
  server = createServer(answer).on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  wire = new Wire(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, most, timeout);
}
afterEach(async () => {
  wire.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = () => wire.post(`send?access_token=${TOKEN}`, byteText('{"a":"业主"}'));
async function fault(): Promise<string> {
  const error = await post().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WechatFault);
  const all = `${String(error)} ${(error as Error).stack} ${JSON.stringify(Object.getOwnPropertyDescriptors(error))}`;
  expect(all).not.toContain(TOKEN);
  expect(all).not.toContain('127.0.0.1');
  return (error as WechatFault).code;
}
const json =
  (text: string): RequestListener =>
  (request, response) =>
    void request.resume().once('end', () => response.end(text));

describe('the wire', () => {
  it('posts JSON, and reads a number beyond 2^53 as text', async () => {
    let got = '';
    await listen((request, response) => {
      request.on('data', (part: Buffer) => (got += part.toString()));
      request.on('end', () => response.end('{"errcode":0,"errmsg":"ok","msgid":3428411849815982087}'));
    });
    expect(await post()).toEqual({ errcode: 0, errmsg: 'ok', msgid: '3428411849815982087' });
    expect(got).toBe('{"a":"业主"}');
  });

  it('keeps to its connections, however many call at once', async () => {
    await listen((request, response) => void request.resume().once('end', () => setTimeout(() => response.end('{"errcode":0}'), 5)), 3);
    await Promise.all(Array.from({ length: 60 }, post));
    expect(connections).toBe(3);
  });

  it.each([
    ['a code of WeChat’s', json('{"errcode":43004,"errmsg":"require subscribe"}'), '43004'],
    ['a code whose words hold what JSON forbids', json('{"errcode":43101,"errmsg":"user\nrefuses"}'), '43101'],
    ['half an answer', json('{"errcode":0,"errm'), 'MALFORMED'],
    ['a list', json('[]'), 'MALFORMED'],
    ['a page', json('<html>90_secret</html>'), 'MALFORMED'],
    ['a gateway’s page', (request, response) => void request.resume().once('end', () => response.writeHead(502).end('<html>')), 'UNREACHABLE'],
    ['a broken connection', (request) => request.socket.destroy(), 'UNREACHABLE'],
    [
      'an answer that breaks off',
      (_request, response) => void response.writeHead(200, { 'content-length': 90 }).write('{', () => response.destroy()),
      'UNREACHABLE',
    ],
    ['an answer without end', (_request, response) => void response.end('x'.repeat(2_000_000)), 'MALFORMED'],
  ] satisfies [string, RequestListener, string][])('%s: a fault without token or address', async (_name, answer, code) => {
    await listen(answer);
    expect(await fault()).toBe(code);
  });

  it('does not wait longer than it may: for no answer, for one that trickles in, for a free connection', async () => {
    await listen(
      (_request, response) => {
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
      1,
      200,
    );
    const begun = performance.now();
    expect(await Promise.all([fault(), fault()])).toEqual(['TIMEOUT', 'TIMEOUT']);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('to nobody: unreachable', async () => {
    await listen(json('{}'));
    const { port } = server.address() as AddressInfo;
    wire.close();
    await new Promise((resolve) => server.close(resolve));
    wire = new Wire(`http://127.0.0.1:${port}`, 1, 1_000);
    expect(await fault()).toBe('UNREACHABLE');
    server.listen(0, '127.0.0.1');
  });

  it('a connection that the server gave up is not used again', async () => {
    await listen((request, response) => void request.resume().once('end', () => response.end('{"errcode":0}')), 1);
    await post();
    server.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await post()).toEqual({ errcode: 0 });
    expect(connections).toBe(2);
  });

  it('what a server says unasked is nobody’s answer', async () => {
    let turn = 0;
    await listen((request, response) => {
      request.resume().once('end', () => {
        turn += 1;
        response.end(`{"errcode":0,"turn":${turn}}`);
        if (turn === 1) response.socket?.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
      });
    }, 1);
    expect(await post()).toEqual({ errcode: 0, turn: 1 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await post()).toEqual({ errcode: 0, turn: 2 });
  });

  it('closed: whoever waits is told, nobody hangs', async () => {
    await listen(() => undefined, 1);
    const waiting = [fault(), fault()];
    await new Promise((resolve) => setTimeout(resolve, 50));
    wire.close();
    expect(await Promise.all(waiting)).toEqual(['UNREACHABLE', 'UNREACHABLE']);
  });

  describe('over TLS', () => {
    const secure = async (trusted?: string, certificate = makeCertificate('localhost')): Promise<void> => {
      await listen(() => undefined);
      await new Promise((resolve) => server.close(resolve));
      server = createSecureServer(certificate, json('{"errcode":0,"errmsg":"好"}'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      wire = new Wire(`https://localhost:${(server.address() as AddressInfo).port}`, 2, 2_000, trusted);
    };

    it('refuses a certificate that nobody vouches for, and one of another name', async () => {
      await secure();
      expect(await fault()).toBe('UNREACHABLE');
      const other = makeCertificate('api.example.test');
      wire.close();
      await new Promise((resolve) => server.close(resolve));
      await secure(other.cert, other);
      expect(await fault()).toBe('UNREACHABLE');
    });

    it('speaks with one that is trusted', async () => {
      const certificate = makeCertificate('localhost');
      await secure(certificate.cert, certificate);
      expect(await Promise.all([post(), post(), post()])).toEqual(Array(3).fill({ errcode: 0, errmsg: '好' }));
    });
  });
});
