import { checkIdDocument, ID_DOCUMENT_TYPES } from '../identity/id-document.js';

/** Every form under which the register and an application may hold what was typed: its kind of paper is not asked. */
export function numbersOf(text: string): string[] {
  const forms = ID_DOCUMENT_TYPES.flatMap((type) => {
    const check = checkIdDocument({ type, value: text });
    return check.valid ? [check.normalized] : [];
  });
  return [...new Set(forms)];
}
