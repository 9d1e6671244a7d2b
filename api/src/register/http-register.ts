import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isDate } from '@wuye/shared/calendar';
import { nameKey } from '@wuye/shared/identity';
import type { Clock } from '../platform/clock/index.js';
import type { Config } from '../platform/config/index.js';
import { type Holding, type Moves, type Owner, RegisterFault, RegisterPort } from './port.js';
import { sameSignature, signAnswer, signQuestion } from './signature.js';
import { numbersOf } from './titles.js';

const text = (most: number) => z.string().trim().min(1).max(most);
const place = { community: text(60), building: text(40), house: text(60) };
const owner = { ownerName: text(80), idType: text(40), idNumber: text(64) };
/** A day of the register's calendar; it begins in Shanghai. */
const day = z
  .string()
  .refine(isDate)
  .transform((date) => new Date(`${date}T00:00:00+08:00`));

const found = z.object({ titles: z.array(z.object({ ...place, ...owner, registeredAt: day })).max(500) });
const moved = z.object({
  changes: z
    .array(
      z.object({
        ...place,
        number: text(60),
        kind: z.enum(['sale', 'inheritance', 'divorce', 'gift', 'correction', 'other']).catch('other'),
        owners: z.array(z.object(owner)).max(100),
      }),
    )
    .max(500),
  next: z.string().max(200),
  more: z.boolean(),
});

type Settings = Pick<Config, 'REGISTER_URL' | 'REGISTER_APP_ID' | 'REGISTER_SECRET' | 'REGISTER_TIMEOUT'>;
/** More than any answer may have: what is longer is not read to its end. */
const LARGEST = 4_000_000;

/** A register behind HTTP: questions and answers are signed, an answer must be about who was asked for. */
export class HttpRegister extends RegisterPort {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
  }

  async holdings({ name, idType, idNumber }: Owner): Promise<Holding[]> {
    const numbers = numbersOf(idNumber);
    const { titles } = await this.call('POST', '/titles/search', found, JSON.stringify({ name, idType, idNumbers: numbers }));
    return titles.map(({ ownerName, idType: paper, idNumber: number, registeredAt, ...at }) => {
      const mine = nameKey(ownerName) === nameKey(name) && numbersOf(number).some((form) => numbers.includes(form));
      // Somebody else's title must never become this person's.
      if (!mine) throw new RegisterFault('OTHER_PERSON');
      return { owner: { name: ownerName, idType: paper, idNumber: number }, place: at, registeredAt };
    });
  }

  async moves(after: string | null): Promise<Moves> {
    const { changes, next, more } = await this.call('GET', `/titles/changes?${new URLSearchParams({ after: after ?? '' }).toString()}`, moved);
    return {
      next,
      more,
      moves: changes.map(({ number, kind, owners, ...at }) => ({
        number,
        kind,
        place: at,
        owners: owners.map(({ ownerName: name, idType, idNumber }) => ({ name, idType, idNumber })),
      })),
    };
  }

  private async call<T>(method: 'GET' | 'POST', path: string, shape: z.ZodType<T>, body = ''): Promise<T> {
    const nonce = randomBytes(16).toString('hex');
    const { status, said } = await this.send(method, path, body, nonce);
    if (status < 200 || status > 299) throw new RegisterFault(`HTTP_${status}`, said.retryAfter);
    if (!sameSignature(said.signature, signAnswer(this.settings.REGISTER_SECRET ?? '', nonce, status, said.body))) throw new RegisterFault('SIGNATURE');
    try {
      return shape.parse(JSON.parse(said.body));
    } catch {
      // What it was is not told: it may hold somebody's number.
      throw new RegisterFault('MALFORMED');
    }
  }

  private async send(method: 'GET' | 'POST', path: string, body: string, nonce: string) {
    const { REGISTER_URL = '', REGISTER_APP_ID = '', REGISTER_SECRET = '', REGISTER_TIMEOUT } = this.settings;
    const url = new URL(REGISTER_URL + path);
    const timestamp = String(Math.floor(this.clock.now().getTime() / 1000));
    const signature = signQuestion(REGISTER_SECRET, { method, path: url.pathname + url.search, timestamp, nonce, body });
    try {
      const response = await fetch(url, {
        method,
        redirect: 'error',
        headers: {
          'x-register-app': REGISTER_APP_ID,
          'x-register-timestamp': timestamp,
          'x-register-nonce': nonce,
          'x-register-signature': signature,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body }),
        signal: AbortSignal.timeout(REGISTER_TIMEOUT * 1000),
      });
      return { status: response.status, said: await read(response) };
    } catch (error) {
      if (error instanceof RegisterFault) throw error;
      throw new RegisterFault((error as { name?: string }).name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE');
    }
  }
}

async function read(response: Response) {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    parts.push(part as Uint8Array);
    size += (part as Uint8Array).length;
    if (size > LARGEST) throw new RegisterFault('TOO_LARGE');
  }
  const after = Number(response.headers.get('retry-after'));
  return {
    body: Buffer.concat(parts).toString('utf8'),
    signature: response.headers.get('x-register-signature') ?? '',
    retryAfter: after > 0 && after <= 3600 ? after : response.status === 429 ? 1 : null,
  };
}
