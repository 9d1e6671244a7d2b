import { isRealDate } from '../calendar/index.js';
import { normalizeIdentifier, type IdentifierCheck } from './normalize.js';

/** In the order in which they are found. */
export type ResidentIdCode = 'FORMAT' | 'DATE' | 'CHECK_DIGIT';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The 18th sign over the first 17 digits (GB 11643: ISO 7064 MOD 11-2). */
function checkDigit(digits: string): string | undefined {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return '10X98765432'[sum % 11];
}

/** Date of birth at places 7–14, then the check digit, for numbers of 18 signs whose form is known to be right. */
export function checkDateAndDigit(number: string): IdentifierCheck<ResidentIdCode> {
  if (!isRealDate(Number(number.slice(6, 10)), Number(number.slice(10, 12)), Number(number.slice(12, 14)))) return { valid: false, code: 'DATE' };
  return number[17] === checkDigit(number) ? { valid: true, normalized: number } : { valid: false, code: 'CHECK_DIGIT' };
}

/**
 * 居民身份证 and 港澳台居民居住证 (81, 82, 83): 17 digits and a check digit, the first digit 1 to 8, any real date.
 * The district is not checked (retired codes live on in people's numbers); 15 digits are FORMAT.
 * Source: GB 11643; codes in the order FORMAT, DATE, CHECK_DIGIT.
 */
export function checkResidentId(text: string): IdentifierCheck<ResidentIdCode> {
  const number = normalizeIdentifier(text);
  return /^[1-8]\d{16}[\dX]$/.test(number) ? checkDateAndDigit(number) : { valid: false, code: 'FORMAT' };
}

/**
 * The 15-digit form under which an old register row may hold the same person: no century, no check digit.
 * @param number a valid, normalised number of 18 signs
 * @returns null for births outside 19xx, which never had one
 */
export function fifteenDigitForm(number: string): string | null {
  return /^[1-8]\d{5}19\d{9}[\dX]$/.test(number) ? number.slice(0, 6) + number.slice(8, 17) : null;
}
