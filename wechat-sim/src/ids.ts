import { createHash, randomBytes } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` letters and digits that nobody can guess. */
export function randomId(length: number): string {
  return Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** WeChat's request id, as it stands at the end of every errmsg. */
export function requestId(): string {
  return [0, 1, 2].map(() => randomBytes(4).toString('hex')).join('-');
}

/** An openid in WeChat's shape (28 characters, first `o`), always the same for the same seed. */
export function openidFrom(seed: string): string {
  return `o${createHash('sha256').update(`openid ${seed}`).digest('base64url').slice(0, 27)}`;
}

/** A template id in WeChat's shape: 43 characters, always the same for the same seed. */
export function templateIdFrom(seed: string): string {
  return createHash('sha256').update(`template ${seed}`).digest('base64url');
}

/** Message ids of 19 digits, beyond 2^53: a client that reads them as numbers loses the last digits. */
export class MessageIds {
  #last = 3_428_411_849_815_982_087n;

  next(): string {
    this.#last += BigInt(1 + Math.floor(Math.random() * 5000) * 2);
    return this.#last.toString();
  }
}
