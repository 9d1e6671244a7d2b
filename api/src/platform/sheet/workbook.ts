import { archive } from './zip.js';

/**
 * What a cell is written as: text stays text whatever it begins with, an instant is a date of the spreadsheet in Shanghai's wall time, a
 * share is a percentage cut to its hundredths, as the pages cut it. Null is an empty cell.
 */
export type OutCell = string | number | Date | { readonly share: readonly [part: number, whole: number] } | null;
export type OutRow = readonly OutCell[];

export interface OutColumn {
  readonly name: string;
  /** In digits, as spreadsheets measure. */
  readonly width: number;
}

/** A sheet: its first row names the columns, stays in sight and is printed on every page. */
export interface OutSheet {
  readonly name: string;
  /** Above every printed page. */
  readonly title: string;
  readonly columns: readonly OutColumn[];
  readonly rows: AsyncIterable<OutRow> | Iterable<OutRow>;
}

/** A workbook with its file's name. */
export interface OutBook {
  readonly name: string;
  readonly sheets: readonly OutSheet[];
}

/** Of a sheet that says beside a table what it is. */
export const NOTE_COLUMNS: readonly OutColumn[] = [
  { name: '项目', width: 24 },
  { name: '说明', width: 90 },
];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Day 0 of spreadsheets, 1899-12-30, lies so many days before 1970. */
const EPOCH = 25_569;
/** What Excel takes: signs of a cell, of a sheet's name, of a page's head. */
const LONGEST_CELL = 32_767;
const LONGEST_NAME = 31;
const LONGEST_TITLE = 200;
/** Whatever is no sign of XML 1.0: halves of a pair, and control signs. */
const NO_SIGN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** A text that would be worked out once somebody edits its cell: kept as text by a mark of its own. */
const FORMULA = /^[=+\-@\t\r]/;

/** The formats of `STYLES`, by their places. */
const [PLAIN, HEAD, INSTANT, SHARE, MARKED] = [0, 1, 2, 3, 4];
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const TOP = '<alignment vertical="top" wrapText="1"/>';

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">${TOP}</xf>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">${TOP}</xf>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">${TOP}</xf>\
<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">${TOP}</xf>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">${TOP}</xf></cellXfs></styleSheet>`;

const escaped = (text: string): string => text.replace(NO_SIGN, '').replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
const nameOf = ({ name }: OutSheet): string => name.replace(/[[\]:*?/\\']/g, ' ').slice(0, LONGEST_NAME);
/** 0 → A, 27 → AB */
const lettersOf = (at: number): string => (at >= 26 ? lettersOf(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26));

function cellXml(cell: OutCell, reference: string, style = PLAIN): string {
  if (cell === null) return '';
  const number = (value: number, as: number | undefined) => `<c r="${reference}" s="${as}"><v>${value}</v></c>`;
  if (typeof cell === 'number') return number(cell, style);
  if (cell instanceof Date) return number((cell.getTime() + 8 * HOUR) / DAY + EPOCH, INSTANT);
  if (typeof cell === 'object') return cell.share[1] > 0 ? number(Math.floor((cell.share[0] * 10_000) / cell.share[1]) / 10_000, SHARE) : '';
  const as = style === PLAIN && FORMULA.test(cell) ? MARKED : style;
  return `<c r="${reference}" s="${as}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell.slice(0, LONGEST_CELL))}</t></is></c>`;
}

const rowXml = (cells: OutRow, line: number, style = PLAIN): string =>
  `<row r="${line}">${cells.map((cell, at) => cellXml(cell, `${lettersOf(at)}${line}`, style)).join('')}</row>`;

/** One sheet, row by row. */
async function* sheetXml({ title, columns, rows }: OutSheet): AsyncGenerator<string> {
  const last = lettersOf(columns.length - 1);
  const widths = columns.map(({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">\
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`;
  yield rowXml(
    columns.map(({ name }) => name),
    1,
    HEAD,
  );
  let line = 1;
  for await (const cells of rows) yield rowXml(cells, (line += 1));
  const head = escaped(title.slice(0, LONGEST_TITLE).replaceAll('&', '&&'));
  yield `</sheetData><autoFilter ref="A1:${last}${line}"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>\
<headerFooter><oddHeader>&amp;C${head}</oddHeader><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`;
}

function workbookXml(sheets: readonly OutSheet[]): string {
  const list = sheets.map((sheet, at) => `<sheet name="${escaped(nameOf(sheet))}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const heads = sheets.map((sheet, at) => `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">'${escaped(nameOf(sheet))}'!$1:$1</definedName>`);
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets><definedNames>${heads.join('')}</definedNames></workbook>`;
}

function relationsXml(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`);
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}

function typesXml(sheets: number): string {
  const parts = Array.from({ length: sheets }, (_, at) => [`worksheets/sheet${at + 1}`, 'worksheet'] as const);
  const list = [['workbook', 'sheet.main'] as const, ['styles', 'styles'] as const, ...parts].map(
    ([part, type]) => `<Override PartName="/xl/${part}.xml" ContentType="${TYPES}.${type}+xml"/>`,
  );
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>${list.join('')}</Types>`;
}

/** An Excel workbook (ECMA-376, transitional), written as its rows come: what it holds in memory does not grow with them. */
export function workbook(sheets: readonly OutSheet[]): AsyncGenerator<Buffer> {
  const parts = sheets.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`] as const);
  return archive([
    { name: '[Content_Types].xml', content: [typesXml(sheets.length)] },
    { name: '_rels/.rels', content: [relationsXml([['officeDocument', 'xl/workbook.xml']])] },
    { name: 'xl/workbook.xml', content: [workbookXml(sheets)] },
    { name: 'xl/_rels/workbook.xml.rels', content: [relationsXml([...parts, ['styles', 'styles.xml']])] },
    { name: 'xl/styles.xml', content: [STYLES] },
    ...sheets.map((sheet, at) => ({ name: `xl/worksheets/sheet${at + 1}.xml`, content: sheetXml(sheet) })),
  ]);
}
