/** RFC 6238: a step is 30 seconds; our codes have six digits, as every authenticator app shows them. */
export const STEP_SECONDS = 30;
export const TOTP_DIGITS = 6;

/** HMAC-SHA-1 of a message: cryptography is the caller's. */
export type Hmac = (message: Uint8Array) => Uint8Array;

/** The time step of an instant (RFC 6238 4.2). */
export const totpStep = (milliseconds: number): number => Math.floor(milliseconds / 1000 / STEP_SECONDS);

/** The counter as eight bytes, the highest first (RFC 4226 5.2). */
function counterBytes(step: number): Uint8Array {
  const bytes = new Uint8Array(8);
  for (let index = 7, rest = step; index >= 0; index--, rest = Math.floor(rest / 256)) bytes[index] = rest % 256;
  return bytes;
}

/** The code of a step: dynamic truncation of the HMAC (RFC 4226 5.3). */
export function totpCode(hmac: Hmac, step: number, digits = TOTP_DIGITS): string {
  const hash = hmac(counterBytes(step));
  const offset = (hash[hash.length - 1] ?? 0) & 0x0f;
  const part = (index: number) => hash[offset + index] ?? 0;
  const binary = (part(0) & 0x7f) * 2 ** 24 + part(1) * 2 ** 16 + part(2) * 2 ** 8 + part(3);
  return String(binary % 10 ** digits).padStart(digits, '0');
}

/**
 * The step that a code belongs to: this one, the one before or the next (RFC 6238 5.2 allows for clocks that differ), and
 * none that was used: a code is good once.
 * @param usedStep the last step that a code was accepted for
 * @returns null when the code is no good
 */
export function acceptedStep(hmac: Hmac, code: string, now: number, usedStep: number): number | null {
  const current = totpStep(now);
  return [current, current - 1, current + 1].find((step) => step > usedStep && totpCode(hmac, step) === code) ?? null;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes as authenticator apps read them (RFC 4648 6, without padding). */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** What the QR picture of an enrolment says (the key URI format of authenticator apps). */
export function otpauthUri(secret: Uint8Array, issuer: string, account: string): string {
  const query = new Map([
    ['secret', base32(secret)],
    ['issuer', encodeURIComponent(issuer)],
    ['algorithm', 'SHA1'],
    ['digits', String(TOTP_DIGITS)],
    ['period', String(STEP_SECONDS)],
  ]);
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?${[...query].map((pair) => pair.join('=')).join('&')}`;
}
