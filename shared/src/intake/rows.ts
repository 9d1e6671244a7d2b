import { type ComplaintCategory, complaintCategoryNames, complaintCategories, type ComplaintKind, COMPLAINT_WORDS } from '../complaint/index.js';

/**
 * Tables of the hotline 12345 and of letters (信访): 成住建发〔2023〕62号 二(三) has them shared, in no form that it prescribes. So the names of the
 * columns are kept per source; these are where one begins.
 */
export const intakeColumns = {
  outsideNo: ['工单编号', '诉求编号', '信访件编号', '编号'],
  words: ['诉求内容', '反映内容', '信访内容', '内容'],
  community: ['小区', '小区名称', '涉及小区'],
  category: ['类别', '诉求类别', '问题类别'],
  kind: ['诉求类型', '类型'],
  place: ['地址', '事发地址', '详细地址', '位置'],
  name: ['姓名', '来电人', '反映人'],
  phone: ['联系电话', '来电号码', '电话'],
} as const;
export type IntakeColumn = keyof typeof intakeColumns;
export const intakeColumnNames: Readonly<Record<IntakeColumn, string>> = {
  outsideNo: '外部编号',
  words: '诉求内容',
  community: '小区',
  category: '类别',
  kind: '类型',
  place: '位置',
  name: '姓名',
  phone: '电话',
};
/** Without these a row says nothing. */
export const neededColumns: readonly IntakeColumn[] = ['outsideNo', 'words'];

/** What each column is called in a source's tables, where it was said. */
export type Mapping = Readonly<Partial<Record<IntakeColumn, string>>>;

/** A row as it is taken in. */
export interface IntakeRow {
  readonly outsideNo: string;
  readonly words: string;
  readonly community: string;
  readonly category: ComplaintCategory;
  readonly kind: ComplaintKind;
  readonly place: string;
  readonly name: string;
  readonly phone: string;
}

/** Where each column stands in a head row; `missing` names those without which nothing can be taken. */
export function orderOf(heads: readonly string[], mapping: Mapping): { order: ReadonlyMap<IntakeColumn, number>; missing: IntakeColumn[] } {
  const order = new Map<IntakeColumn, number>();
  for (const column of Object.keys(intakeColumns) as IntakeColumn[]) {
    const names: readonly string[] = mapping[column] ? [mapping[column]] : intakeColumns[column];
    const at = heads.findIndex((head) => names.includes(head));
    if (at >= 0) order.set(column, at);
  }
  return { order, missing: neededColumns.filter((column) => !order.has(column)) };
}

/** Words by which a category is known, the first that fits. Ours. */
const CATEGORIES: readonly (readonly [RegExp, ComplaintCategory])[] = [
  [/电梯|困梯/, 'elevator'],
  [/停车|车位|占道/, 'parking'],
  [/漏水|停水|供水|用水|排水|水管|下水/, 'water'],
  [/停电|照明|路灯|用电|供电/, 'power'],
  [/噪音|噪声|扰民/, 'noise'],
  [/卫生|垃圾|保洁|异味/, 'cleaning'],
  [/绿化|树木|草坪/, 'greenery'],
  [/门禁|安保|保安|监控|消防/, 'security'],
  [/收费|物业费|费用|退费|缴费/, 'fees'],
];
const KINDS: readonly (readonly [RegExp, ComplaintKind])[] = [
  [/报事|报修|维修/, 'repair'],
  [/建议/, 'suggestion'],
  [/咨询/, 'enquiry'],
];

/** A category by its name or by words that tell it; null where none does. */
export function categoryOf(text: string): ComplaintCategory | null {
  const named = complaintCategories.find((category) => complaintCategoryNames[category] === text.trim());
  return named ?? CATEGORIES.find(([words]) => words.test(text))?.[1] ?? null;
}

/** What comes by the hotline or a letter is a complaint unless it says otherwise. */
export const kindOf = (text: string): ComplaintKind => KINDS.find(([words]) => words.test(text))?.[1] ?? 'complaint';

const clip = (text: string, length: number): string => [...text.trim()].slice(0, length).join('');

/** What is kept of each text, in signs. */
const LONGEST = { words: COMPLAINT_WORDS, community: 60, place: 40, name: 20 } as const;

/** What was done to a row that was taken: told, so that whoever sent it can look. */
export interface RowNote {
  readonly column: IntakeColumn;
  readonly what: string;
}

/** A category's own cell comes first; where it says nothing that we know, the words of the matter do, and that is told. */
function sorted({ category, words }: Readonly<Record<IntakeColumn, string>>): { category: ComplaintCategory; note: RowNote | null } {
  const said = category.trim();
  const named = said === '' ? null : categoryOf(said);
  const found = named ?? categoryOf(words) ?? 'other';
  const lost = said !== '' && named === null;
  return { category: found, note: lost ? { column: 'category', what: `没有认出这个类别，已归为“${complaintCategoryNames[found]}”` } : null };
}

/** Checks a row's texts; a fault or a note names its column, and never what stands in it. */
export function checkIntakeRow(
  texts: Readonly<Record<IntakeColumn, string>>,
): { row: IntakeRow; notes: readonly RowNote[] } | { column: IntakeColumn; why: string } {
  const outsideNo = texts.outsideNo.trim();
  if (!/^[\w()（）〔〕【】［］[\]\-/.\u4e00-\u9fff]{1,64}$/.test(outsideNo))
    return { column: 'outsideNo', why: outsideNo ? '编号里有不能识别的字符，或太长' : '没有编号' };
  if (texts.words.trim() === '') return { column: 'words', why: '没有诉求内容' };
  const phone = texts.phone.replace(/[\s-]/g, '');
  if (phone !== '' && !/^\+?\d{5,15}$/.test(phone)) return { column: 'phone', why: '电话不正确' };
  const { category, note } = sorted(texts);
  const cut = (Object.keys(LONGEST) as (keyof typeof LONGEST)[]).filter((column) => [...texts[column].trim()].length > LONGEST[column]);
  const notes = cut.map((column): RowNote => ({ column, what: `超过 ${LONGEST[column]} 个字，只收了前 ${LONGEST[column]} 个字` }));
  const row = {
    outsideNo,
    words: clip(texts.words, LONGEST.words),
    community: clip(texts.community, LONGEST.community),
    category,
    kind: kindOf(texts.kind),
    place: clip(texts.place, LONGEST.place),
    name: clip(texts.name, LONGEST.name),
    phone,
  };
  return { row, notes: note ? [...notes, note] : notes };
}

/** A community's name as tables write it: without spaces, and without the brackets of a phase. */
export const communityKey = (name: string): string => name.normalize('NFKC').replace(/[\s()·•\-—]/g, '');
