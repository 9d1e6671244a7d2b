/**
 * Full-width signs (U+FF01–FF5E) to half-width, white space and zero-width signs out wherever they stand, letters to capitals.
 * A hyphen stays: it makes an identifier invalid. Default ignorable code points are Unicode's own list of signs that show nothing.
 *
 * A letter whose capital is several letters, or becomes a plain A–Z (ı, ſ), stays as it is: it must not turn into a valid number.
 * Source: the forms people paste and type into the register's fields (SZ-O 1); idempotent.
 */
export function normalizeIdentifier(text: string): string {
  return text
    .replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/\P{ASCII}/gu, capital);
}

function capital(letter: string): string {
  const upper = letter.toUpperCase();
  return upper.length === letter.length && !/^[A-Z]/.test(upper) ? upper : letter;
}

/** What a check of an identifier says; `normalized` is the form to store, to hash and to compare. */
export type IdentifierCheck<Code extends string> = { readonly valid: true; readonly normalized: string } | { readonly valid: false; readonly code: Code };
