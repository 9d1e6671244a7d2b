import http from 'node:http';
import https from 'node:https';

const ANSWER_LIMIT = 1024 * 1024;

/** What the account's server answered; status 0 when there was no answer, and `text` says why. */
export interface Answered {
  status: number;
  text: string;
  ms: number;
}

/** Calls to the account's own server: connections are kept, a call has `timeout` ms from its start to its last byte. */
export class Outgoing {
  #agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 64 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 64 }),
  };

  async call(url: string, timeout: number, body?: string): Promise<Answered> {
    const begun = performance.now();
    const result = await this.#once(new URL(url), timeout, body);
    // A connection that the server had closed in the meantime was no try at all.
    const { status, text } = result.stale ? await this.#once(new URL(url), timeout, body) : result;
    return { status, text, ms: performance.now() - begun };
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #once(url: URL, timeout: number, body?: string): Promise<{ status: number; text: string; stale?: boolean }> {
    return new Promise((resolve) => {
      const secure = url.protocol === 'https:';
      const headers = body === undefined ? {} : { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) };
      const request = (secure ? https : http).request(
        url,
        {
          method: body === undefined ? 'GET' : 'POST',
          agent: this.#agents[secure ? 'https:' : 'http:'],
          headers: { ...headers, 'user-agent': 'Mozilla/4.0', accept: '*/*' },
        },
        (response) => {
          const parts: Buffer[] = [];
          let size = 0;
          response.on('data', (part: Buffer) => {
            size += part.length;
            if (size <= ANSWER_LIMIT) parts.push(part);
          });
          response.on('end', () => settle({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
          response.on('error', (error) => settle({ status: 0, text: error.message }));
        },
      );
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeout} ms`)), timeout);
      const settle = (result: { status: number; text: string; stale?: boolean }): void => {
        clearTimeout(timer);
        resolve(result);
      };
      request.on('error', (error: NodeJS.ErrnoException) =>
        settle({ status: 0, text: error.message || String(error.code), stale: request.reusedSocket && error.code === 'ECONNRESET' }),
      );
      request.end(body);
    });
  }
}
