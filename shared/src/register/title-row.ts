import { isRealDate } from '../calendar/index.js';
import { checkIdDocument, type IdDocumentType } from '../identity/index.js';
import { type Cell, type CellFault, cellText } from '../kit/index.js';
import { placeKey } from './place.js';

/** The columns of the register's table, by the names that its first row may give them. Ours: no source prescribes the file. */
export const titleColumns = {
  community: ['小区', '小区名称', '项目名称'],
  building: ['楼栋', '幢号', '栋号'],
  house: ['房号', '房屋', '户室号'],
  ownerName: ['权利人', '权利人姓名', '业主姓名', '姓名'],
  idType: ['证件类型', '证件种类'],
  idNumber: ['证件号码', '证件号'],
  registeredAt: ['登记日期', '登记时间'],
} as const;
export type TitleColumn = keyof typeof titleColumns;

/** A row as it is taken in. */
export interface TitleRow {
  readonly place: string;
  readonly ownerName: string;
  readonly idType: IdDocumentType;
  readonly idNumber: string;
  /** yyyy-mm-dd */
  readonly registeredAt: string;
}

const PAPERS: readonly (readonly [RegExp, IdDocumentType])[] = [
  [/^(居民)?身份证$|^大陆二代身份证$|^港澳台居民居住证$/, 'resident'],
  [/^港澳居民来往内地通行证$|^回乡证$|^港澳通行证$/, 'hk-macau'],
  [/^台湾居民来往大陆通行证$|^台胞证$/, 'taiwan'],
  [/^护照$/, 'passport'],
  [/^外国人永久居留(身份)?证$/, 'permanent-residence'],
];

/** The kind of paper by its name in the register; what is unknown is another paper, whose number has no form of its own. */
export const paperOf = (name: string): IdDocumentType => PAPERS.find(([form]) => form.test(name))?.[1] ?? 'other';

/** 2019-03-05, 2019/3/5, 2019.3.5, 2019年3月5日 as yyyy-mm-dd; null for no date. */
export function dateOf(text: string): string | null {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/.exec(text.trim()) ?? [];
  if (!isRealDate(Number(year), Number(month), Number(day))) return null;
  return [year, month?.padStart(2, '0'), day?.padStart(2, '0')].join('-');
}

type Cells = Readonly<Record<TitleColumn, Cell | undefined>>;

const FORMS: Partial<Record<TitleColumn, 'date' | 'exact'>> = { registeredAt: 'date', idNumber: 'exact' };
const LONGEST: Readonly<Record<TitleColumn, number>> = { community: 60, building: 40, house: 60, ownerName: 80, idType: 40, idNumber: 64, registeredAt: 30 };

/** Checks one row: the row as it is taken in, or everything that is wrong with it. */
export function checkTitleRow(cells: Cells): TitleRow | { readonly faults: readonly CellFault[] } {
  const faults: CellFault[] = [];
  const values = {} as Record<TitleColumn, string>;
  for (const column of Object.keys(titleColumns) as TitleColumn[]) {
    const text = cellText(cells[column], FORMS[column]);
    const why = typeof text !== 'string' ? text.why : text === '' ? '没有填写' : [...text].length > LONGEST[column] ? `超过 ${LONGEST[column]} 个字` : null;
    if (why !== null) faults.push({ column: titleColumns[column][0], why });
    values[column] = typeof text === 'string' ? text : '';
  }
  if (faults.length > 0) return { faults };
  const idType = paperOf(values.idType);
  const number = checkIdDocument({ type: idType, value: values.idNumber });
  // The register still holds 15-digit numbers of before 1999.
  const old = idType === 'resident' && /^[1-8]\d{14}$/.test(values.idNumber);
  if (!number.valid && !old) faults.push({ column: '证件号码', why: '与证件类型不符，或位数、校验码不对' });
  const registeredAt = dateOf(values.registeredAt);
  if (registeredAt === null) faults.push({ column: '登记日期', why: '不是日期，例如 2019-03-05' });
  if (faults.length > 0 || registeredAt === null) return { faults };
  return { place: placeKey(values), ownerName: values.ownerName, idType, idNumber: number.valid ? number.normalized : values.idNumber, registeredAt };
}
