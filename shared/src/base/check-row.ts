import { checkCreditCode } from '../community/index.js';
import { normalizeIdentifier } from '../identity/index.js';
import { type Cell, type CellFault, cellText } from '../kit/index.js';
import { placePart } from '../register/index.js';
import { type BaseColumn, baseColumns, type BaseKind, optionalColumns } from './columns.js';

/** The forms that 公示牌 takes, too: 028-80000000, with an extension 028-84935006-8203, 400-800-1234, a mobile, a short number such as 12345. */
const PHONE = /^(?:0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|[48]00-?\d{3}-?\d{4}|1[3-9]\d{9}|\d{5,8})$/;
/** A house beyond this has a slip in its area. Ours. */
const LARGEST_AREA = 10_000_000;

/** A value as it is kept, or why it can't be; `doubt`: it is kept, and whoever sent it looks again. */
type Read = { readonly value: string; readonly doubt?: string } | { readonly why: string };
type Reader = (text: string) => Read;

const wide = (text: string): string => normalizeIdentifier(text).replace(/[－–—‐−]/g, '-');

const text =
  (longest: number): Reader =>
  (value) =>
    [...value].length > longest ? { why: `超过 ${longest} 个字` } : { value };

/** Buildings and houses are kept in the form in which the register's names are compared. */
const part =
  (longest: number): Reader =>
  (value) =>
    placePart(value) === '' ? { why: '没有填写' } : text(longest)(placePart(value));

const digits =
  (form: RegExp, why: string): Reader =>
  (value) =>
    form.test(wide(value)) ? { value: wide(value) } : { why };

/** 89.94 as 8994: whole 0.01 m². */
const area: Reader = (value) => {
  const [, whole = '', fraction = ''] = /^(\d{1,6})(?:\.(\d{1,2}))?(?:M2|㎡|M²|平方米)?$/.exec(wide(value)) ?? [];
  const hundredths = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return hundredths > 0 && hundredths <= LARGEST_AREA ? { value: String(hundredths) } : { why: '面积写成平方米，最多两位小数，例如 89.94' };
};

/** Some real codes fail the check digit (GB 32100): that warns and does not block. */
const creditCode: Reader = (value) => {
  const check = checkCreditCode(value);
  if (check.valid) return { value: check.normalized };
  if (check.code === 'FORMAT') return { why: '是 18 位数字和大写字母，请核对' };
  return { value: normalizeIdentifier(value), doubt: '校验码不对，请对照营业执照' };
};

/** A company by its code, where the text has the form of one, else by its name. */
const company: Reader = (value) => (/^[0-9A-Z]{18}$/.test(normalizeIdentifier(value)) ? { value: normalizeIdentifier(value) } : text(80)(value));

const PHONE_READER = digits(PHONE, '电话写成 028-80000000 的样子');
const PLACE = text(60);

const READERS: { readonly [Kind in BaseKind]: Readonly<Record<BaseColumn<Kind>, Reader>> } = {
  districts: {
    code: digits(/^[1-9]\d{3}(?!00)\d{2}$/, '区划代码是 6 位数字（GB/T 2260）'),
    name: text(40),
    bureauName: text(80),
    bureauPhone: PHONE_READER,
  },
  streets: { code: digits(/^[1-9]\d{3}(?!00)\d{5}$/, '街道代码是 9 位数字，前 6 位是区划代码'), name: text(40) },
  companies: { creditCode, name: text(80), hotline: PHONE_READER },
  communities: { district: PLACE, street: PLACE, company, name: PLACE, address: text(120), servicePhone: PHONE_READER },
  buildings: { district: PLACE, community: PLACE, name: part(40) },
  houses: { district: PLACE, community: PLACE, building: part(40), name: part(60), area },
};

/** Columns whose number cell has lost digits. */
const EXACT: readonly string[] = ['creditCode', 'company'];

/** A row's values by column, '' for what it leaves out; what is wrong with it; and what is doubtful. */
export interface BaseRow<Kind extends BaseKind = BaseKind> {
  readonly values: Readonly<Record<BaseColumn<Kind>, string>>;
  readonly faults: readonly CellFault[];
  readonly doubts: readonly CellFault[];
}

function read(cell: Cell | undefined, column: string, reader: Reader, optional: boolean): Read {
  const found = cellText(cell, EXACT.includes(column) ? 'exact' : 'text');
  if (typeof found !== 'string') return found;
  if (found === '') return optional ? { value: '' } : { why: '没有填写' };
  return reader(found);
}

/** Checks one row of a kind's table by itself; whether what it names is known is another question. */
export function checkBaseRow<Kind extends BaseKind>(kind: Kind, cells: Readonly<Record<BaseColumn<Kind>, Cell | undefined>>): BaseRow<Kind> {
  const [values, faults, doubts] = [{} as Record<BaseColumn<Kind>, string>, [] as CellFault[], [] as CellFault[]];
  const heads = baseColumns[kind] as Readonly<Record<BaseColumn<Kind>, readonly [string, ...string[]]>>;
  for (const [column, reader] of Object.entries(READERS[kind]) as [BaseColumn<Kind>, Reader][]) {
    const answer = read(cells[column], column, reader, (optionalColumns[kind] as readonly string[]).includes(column));
    if ('why' in answer) faults.push({ column: heads[column][0], why: answer.why });
    else {
      values[column] = answer.value;
      if (answer.doubt) doubts.push({ column: heads[column][0], why: answer.doubt });
    }
  }
  return { values, faults, doubts };
}
