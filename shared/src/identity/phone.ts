import { normalizeIdentifier, type IdentifierCheck } from './normalize.js';

const FORMS = /^(?:1[3-9]\d{9}|\+852\d{8}|\+8536\d{7})$/;

/**
 * A mobile phone: mainland `1[3-9]` and 9 digits (a leading +86 is dropped), Hong Kong +852 and 8 digits, Macau +853, 6 and 7 digits.
 * Source: `law.md`, identifiers (ours).
 */
export function checkPhone(text: string): IdentifierCheck<'FORMAT'> {
  const number = normalizeIdentifier(text).replace(/^\+86/, '');
  return FORMS.test(number) ? { valid: true, normalized: number } : { valid: false, code: 'FORMAT' };
}
