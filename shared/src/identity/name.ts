import { simplified } from './name-variants.js';

/**
 * The form of a name under which the register and a form's entry meet: full-width and compatibility forms, blanks, the
 * several dots of a transliterated name (阿依古丽·买买提) and traditional signs (張 → 张) are made one. Ours: no source prescribes it.
 */
export function nameKey(name: string): string {
  return simplified(name.normalize('NFKC'))
    .replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[·•・‧∙⋅．.]/g, '·')
    .toUpperCase();
}
