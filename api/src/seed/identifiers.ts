const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const DAY = 86_400_000;

/**
 * An 居民身份证 number with its right check digit (GB 11643).
 * @param place two digits. The area is always 5199xx: it has the form of a Sichuan code, but no such place exists, so no number is a real person's.
 * @param birth `19880808`
 * @param sequence three digits
 */
export function residentIdNumber(place: string, birth: string, sequence: string): string {
  const digits = `5199${place}${birth}${sequence}`;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return `${digits}${'10X98765432'[sum % 11]}`;
}

const FIRST_BIRTH = Date.UTC(1948, 0, 1);
/** A prime, so that a step of another prime below visits every day before one comes twice. */
const BIRTHS = 20_011;
const SEQUENCES = 899;

/** The number of the nth made-up person: no two of the first 17 million are the same; sequences from 900 are the cast's. */
export function nthResidentIdNumber(n: number): string {
  const day = (n * 7919) % BIRTHS;
  const birth = new Date(FIRST_BIRTH + day * DAY).toISOString().slice(0, 10).replaceAll('-', '');
  const sequence = 1 + ((Math.floor(n / BIRTHS) + day * 37) % SEQUENCES);
  return residentIdNumber(String(1 + (day % 20)).padStart(2, '0'), birth, String(sequence).padStart(3, '0'));
}

/** The 统一社会信用代码 of the nth made-up company, with its right check sign (GB 32100); again in an area that doesn't exist. */
export function nthCreditCode(n: number): string {
  const body = `91519900MA${String(n).padStart(7, '0')}`;
  let sum = 0;
  let weight = 1;
  for (const sign of body) {
    sum += CREDIT_ALPHABET.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return `${body}${CREDIT_ALPHABET[(31 - (sum % 31)) % 31]}`;
}

/** The mobile number of the nth made-up member of staff; the cast's begin with 138. */
export const nthMobile = (n: number): string => `1390000${String(n).padStart(4, '0')}`;

/** A made-up landline of Chengdu. */
export const nthLandline = (n: number): string => `028-8000${String(n).padStart(4, '0')}`;
