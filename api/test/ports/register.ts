import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A title as the register answers it. */
export interface FakeTitle {
  readonly community: string;
  readonly building: string;
  readonly house: string;
  readonly ownerName: string;
  readonly idType: string;
  readonly idNumber: string;
  readonly registeredAt: string;
}

/** A change as the register tells it. */
export interface FakeChange {
  readonly number: string;
  readonly kind: string;
  readonly community: string;
  readonly building: string;
  readonly house: string;
  readonly owners: readonly Pick<FakeTitle, 'ownerName' | 'idType' | 'idNumber'>[];
}

/** What goes wrong with the next calls. */
export type RegisterTrouble = 'hang-up' | 'slow' | 'malformed' | 'unsigned' | 'other-person' | 'half' | 503 | 429 | 401;

export const REGISTER_SECRET = 'a-secret-of-the-tests';
const APP = 'wuye-test';
const WINDOW = 300;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (parts: readonly string[]): string => createHmac('sha256', REGISTER_SECRET).update(parts.join('\n')).digest('hex');
const same = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/**
 * A property register behind HTTP, written from docs/operations.md and not from the adapter: it checks every signature itself, a used nonce
 * is refused, and no more than `perSecond` questions are answered in any second.
 */
export class FakeRegister {
  readonly titles: FakeTitle[] = [];
  readonly changes: FakeChange[] = [];
  /** Who asked what and when, in the order of arrival. */
  readonly asked: { readonly name: string; readonly idNumbers: readonly string[]; readonly at: number }[] = [];
  perSecond = Infinity;
  latency = 0;
  /** The second that the api's clock is at; the machine's unless told. */
  now: () => number = () => Date.now();
  refused = 0;
  private down: RegisterTrouble | null = null;
  private readonly troubles: RegisterTrouble[] = [];
  private readonly nonces = new Set<string>();
  private readonly answered: number[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  static async start(port = 0): Promise<FakeRegister> {
    const fake = new FakeRegister();
    await new Promise<void>((done) => fake.server.listen(port, '127.0.0.1', done));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/register`;
  }

  /** What chooses it. */
  settings(): Record<string, string> {
    return { REGISTER_PROVIDER: 'http', REGISTER_URL: this.url, REGISTER_APP_ID: APP, REGISTER_SECRET, REGISTER_TIMEOUT: '0.3' };
  }

  /** The next call meets this. */
  trouble(...troubles: RegisterTrouble[]): void {
    this.troubles.push(...troubles);
  }

  /** Every call meets this, until null. */
  isDown(trouble: RegisterTrouble | null): void {
    this.down = trouble;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const nonce = String(request.headers['x-register-nonce']);
    const send = (status: number, answer: unknown, { signed = true, headers = {} } = {}): void => {
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
      const signature = hmac([nonce, String(status), sha256(text)]);
      response.writeHead(status, { 'content-type': 'application/json', ...(signed && { 'x-register-signature': signature }), ...headers }).end(text);
    };
    const trouble = this.troubles.shift() ?? this.down;
    if (trouble === 'hang-up') return void request.socket.destroy();
    if (trouble === 'half') return void response.writeHead(200, { 'content-length': '1000' }).write('{"titles":', () => request.socket.destroy());
    if (typeof trouble === 'number') return send(trouble, '<html>gateway</html>', { headers: trouble === 429 ? { 'retry-after': '2' } : {} });
    const refusal = this.check(request, body, nonce);
    if (refusal) return send(401, { error: refusal });
    if (this.tooMany()) return send(429, { error: 'TOO_MANY' });
    await new Promise((resolve) => setTimeout(resolve, trouble === 'slow' ? 1000 : this.latency));
    if (trouble === 'malformed') return send(200, { titles: [{ community: '华阳小区', ownerName: null }] });
    const answer = request.method === 'POST' ? this.search(JSON.parse(body), trouble) : this.changesAfter(String(request.url));
    send(200, answer, { signed: trouble !== 'unsigned' });
  }

  private check(request: IncomingMessage, body: string, nonce: string): string | null {
    const timestamp = String(request.headers['x-register-timestamp']);
    if (request.headers['x-register-app'] !== APP) return 'APP';
    if (Math.abs(this.now() / 1000 - Number(timestamp)) > WINDOW) return 'TIMESTAMP';
    if (nonce.length < 16 || this.nonces.has(nonce)) return 'NONCE';
    this.nonces.add(nonce);
    const expected = hmac([String(request.method), String(request.url), timestamp, nonce, sha256(body)]);
    return same(expected, String(request.headers['x-register-signature'])) ? null : 'SIGNATURE';
  }

  private tooMany(): boolean {
    const now = performance.now();
    while (this.answered.length > 0 && now - (this.answered[0] as number) > 1000) this.answered.shift();
    // One more is borne: a line delivers two at once that were sent apart.
    if (this.answered.length > this.perSecond) {
      this.refused += 1;
      return true;
    }
    this.answered.push(now);
    return false;
  }

  private search({ name, idNumbers }: { name: string; idNumbers: string[] }, trouble: RegisterTrouble | null | undefined): object {
    this.asked.push({ name, idNumbers, at: performance.now() });
    if (trouble === 'other-person') return { titles: this.titles.slice(0, 1) };
    return { titles: this.titles.filter(({ ownerName, idNumber }) => ownerName === name && idNumbers.includes(idNumber)) };
  }

  private changesAfter(url: string): object {
    const after = Number(new URL(url, 'http://localhost').searchParams.get('after') || 0);
    return { changes: this.changes.slice(after, after + 2), next: String(Math.min(after + 2, this.changes.length)), more: after + 2 < this.changes.length };
  }
}
