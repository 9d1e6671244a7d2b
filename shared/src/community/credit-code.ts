import { normalizeIdentifier, type IdentifierCheck } from '../identity/index.js';

/** In the order in which they are found. */
export type CreditCodeCode = 'FORMAT' | 'CHECK_DIGIT';

/** No I, O, S, V, Z: they are taken for digits. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * 统一社会信用代码 of a company: 18 signs of the alphabet, the last a check digit over weights 3^(i−1) mod 31.
 * Some real codes fail CHECK_DIGIT: callers warn and allow a review, they don't block.
 * Source: GB 32100.
 */
export function checkCreditCode(text: string): IdentifierCheck<CreditCodeCode> {
  const code = normalizeIdentifier(text);
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return { valid: false, code: 'FORMAT' };
  let sum = 0;
  let weight = 1;
  for (const sign of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return code[17] === ALPHABET[(31 - (sum % 31)) % 31] ? { valid: true, normalized: code } : { valid: false, code: 'CHECK_DIGIT' };
}
