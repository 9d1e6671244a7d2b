/** What a cell of a table holds. A formula's result is nobody's entry; a number has lost what stood before or behind its digits. */
export type Cell = { readonly text: string } | { readonly formula: true } | { readonly number: number } | { readonly date: string };

/** What is wrong with a cell, by its column's first name; never what stands in it. */
export interface CellFault {
  readonly column: string;
  readonly why: string;
}

/** What a spreadsheet would work out: taken for an attack or a slip, never for somebody's name [OWASP: CSV injection]. A lone hyphen begins a basement. */
const FORMULA = /^[=+@\t\r]|^-(?!\d)/;

/**
 * A cell as text, or why it can't be taken.
 * @param as `date`: a date cell is one; `exact`: a number is refused, for 18 digits as a number have lost their end (a house called 501 has not)
 */
export function cellText(cell: Cell | undefined, as: 'text' | 'date' | 'exact' = 'text'): string | { readonly why: string } {
  if (!cell) return '';
  if ('formula' in cell) return { why: '是公式，请粘贴为数值' };
  if ('date' in cell) return as === 'date' ? cell.date : { why: '是日期格式，请设为文本' };
  if ('number' in cell) return as === 'exact' ? { why: '是数字格式，末几位可能已丢失，请设为文本后重新录入' } : String(cell.number);
  return FORMULA.test(cell.text) ? { why: '以 = + - @ 开头，像公式，请改为文字' } : cell.text.trim();
}
