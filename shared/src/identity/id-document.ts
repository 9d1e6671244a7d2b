import { normalizeIdentifier, type IdentifierCheck } from './normalize.js';
import { checkDateAndDigit, checkResidentId, type ResidentIdCode } from './resident-id.js';

/** The papers that a title certificate may carry [SZ-O 1]. */
export const ID_DOCUMENT_TYPES = ['resident', 'hk-macau', 'taiwan', 'passport', 'permanent-residence', 'other'] as const;

export type IdDocumentType = (typeof ID_DOCUMENT_TYPES)[number];

const FORMAT = { valid: false, code: 'FORMAT' } as const;

/** Keeps the first `keep` signs of a number that has the form: the rest counts the card's renewals, not the person. */
const form =
  (pattern: RegExp, keep?: number) =>
  (text: string): IdentifierCheck<ResidentIdCode> => {
    const number = normalizeIdentifier(text);
    return pattern.test(number) ? { valid: true, normalized: number.slice(0, keep) } : FORMAT;
  };

const oldPermanentResidence = form(/^[A-Z]{3}\d{12}$/);

/** New form (2023): 9, 16 digits, check digit, a real date; older: 3 letters and 12 digits. */
function permanentResidence(text: string): IdentifierCheck<ResidentIdCode> {
  const number = normalizeIdentifier(text);
  return /^9\d{16}[\dX]$/.test(number) ? checkDateAndDigit(number) : oldPermanentResidence(number);
}

/** Anything up to 64 characters; a lone half of a surrogate pair is no character. */
function other(text: string): IdentifierCheck<ResidentIdCode> {
  const number = normalizeIdentifier(text);
  const length = [...number].length;
  return length > 0 && length <= 64 && !/\p{Surrogate}/u.test(number) ? { valid: true, normalized: number } : FORMAT;
}

const CHECKS: Readonly<Record<IdDocumentType, (text: string) => IdentifierCheck<ResidentIdCode>>> = {
  resident: checkResidentId,
  'hk-macau': form(/^[HM]\d{8}(?:\d{2})?$/, 9),
  taiwan: form(/^\d{8}(?:\d{2})?$/, 8),
  passport: form(/^[A-Z0-9]{5,12}$/),
  'permanent-residence': permanentResidence,
  other,
};

/**
 * The number of a paper by its kind: 居民身份证 (also 港澳台居民居住证), 港澳居民来往内地通行证 (first 9 signs kept),
 * 台湾居民来往大陆通行证 (first 8), passport (the number alone; the form asks the nationality), 外国人永久居留证, other.
 * A person who binds with another paper than the mainland card types the number printed on the title certificate [SZ-O 1].
 */
export function checkIdDocument(document: { readonly type: IdDocumentType; readonly value: string }): IdentifierCheck<ResidentIdCode> {
  return CHECKS[document.type](document.value);
}
