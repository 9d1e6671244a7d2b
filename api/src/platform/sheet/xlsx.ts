import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import sax from 'sax';
import { open, type Entry, type ZipFile } from 'yauzl';
import type { Cell } from '@wuye/shared/kit';
import { BadFile, type SheetRow } from './file.js';

/** A few thousand bytes can unpack to gigabytes: beyond these nothing is read on. Ours. */
const LARGEST_PART = 2_000_000_000;
const MOST_STRINGS_BYTES = 400_000_000;
const DAY = 86_400_000;

const openZip = promisify<string, { lazyEntries: boolean; autoClose: boolean }, ZipFile>(open);

interface Parts {
  readonly zip: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Bytes that any of them may unpack to. */
  readonly most: number;
}

async function partsOf(path: string, most: number): Promise<Parts> {
  let zip: ZipFile;
  try {
    zip = await openZip(path, { lazyEntries: true, autoClose: false });
  } catch {
    throw new BadFile('不是 Excel 文件（.xlsx），或文件已损坏');
  }
  const entries = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve());
    zip.once('error', reject);
    zip.readEntry();
  });
  return { zip, entries, most };
}

async function stream({ zip, entries, most }: Parts, name: string): Promise<NodeJS.ReadableStream | null> {
  const entry = entries.get(name);
  if (!entry) return null;
  if (entry.uncompressedSize > Math.min(most, name.includes('sharedStrings') ? MOST_STRINGS_BYTES : LARGEST_PART))
    throw new BadFile('表格太大，请分成几个文件');
  const open = promisify(zip.openReadStream.bind(zip) as (entry: Entry, done: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void);
  // A sign of several bytes may lie across two pieces.
  return (await open(entry)).setEncoding('utf8');
}

/** Strict: no entities but XML's own five, no documents from elsewhere. */
function parser(): sax.SAXParser {
  const made = sax.parser(true, { position: false });
  made.ondoctype = () => {
    throw new BadFile('表格里有不允许的声明');
  };
  made.onerror = () => {
    throw new BadFile('表格已损坏，请用 Excel 另存后再导入');
  };
  return made;
}

/** The table of texts that cells name by number; a phonetic reading (`rPh`) is none of it. */
async function sharedStrings(parts: Parts): Promise<string[]> {
  const source = await stream(parts, 'xl/sharedStrings.xml');
  const strings: string[] = [];
  if (!source) return strings;
  const xml = parser();
  let [inText, phonetic, current] = [false, 0, ''];
  xml.onopentag = ({ name }) => {
    if (name === 'si') current = '';
    else if (name === 'rPh') phonetic += 1;
    else if (name === 't') inText = phonetic === 0;
  };
  xml.ontext = (part) => (inText ? (current += part) : undefined);
  xml.onclosetag = (name) => {
    if (name === 't') inText = false;
    else if (name === 'rPh') phonetic -= 1;
    else if (name === 'si') strings.push(current);
  };
  for await (const part of source) xml.write(String(part));
  return strings;
}

/** Number formats 14–22 and 45–47 are dates, and those of the workbook whose code has a year or a day. */
async function dateStyles(parts: Parts): Promise<(style: number) => boolean> {
  const source = await stream(parts, 'xl/styles.xml');
  const xml = source ? await text(source) : '';
  const codes = new Map([...xml.matchAll(/<numFmt\b[^>]*?numFmtId="(\d+)"[^>]*?formatCode="([^"]*)"/g)].map(([, id, code]) => [Number(id), code ?? '']));
  const [cellFormats = ''] = /<cellXfs\b.*?<\/cellXfs>/s.exec(xml) ?? [];
  const formats = [...cellFormats.matchAll(/<xf\b[^>]*?numFmtId="(\d+)"/g)].map(([, id]) => Number(id));
  const isDate = (id: number) => (id >= 14 && id <= 22) || (id >= 45 && id <= 47) || /[yd年日]/i.test((codes.get(id) ?? '').replace(/"[^"]*"|\[[^\]]*\]/g, ''));
  return (style) => isDate(formats[style] ?? 0);
}

/** A day number as yyyy-mm-dd: day 0 is 1899-12-30 (after Excel's leap day that never was), or 1904-01-01. */
const dateOf = (serial: number, from1904: boolean): string =>
  new Date(Date.UTC(from1904 ? 1904 : 1899, from1904 ? 0 : 11, from1904 ? 1 : 30) + Math.floor(serial) * DAY).toISOString().slice(0, 10);

/** AB12 → 27 */
const columnOf = (reference: string): number => [...reference.replace(/\d/g, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

interface Book {
  readonly strings: readonly string[];
  readonly isDate: (style: number) => boolean;
  readonly from1904: boolean;
}

/** Gives the rows of a sheet as its XML comes. */
class SheetReader {
  readonly rows: SheetRow[] = [];
  readonly xml = parser();
  private line = 0;
  private cells: (Cell | undefined)[] = [];
  private cell = { column: 0, type: '', style: 0, formula: false, value: '' };
  private inValue = false;

  constructor(private readonly book: Book) {
    this.xml.onopentag = ({ name, attributes }) => this.begin(name, attributes as Record<string, string>);
    this.xml.ontext = (part) => {
      if (this.inValue) this.cell.value += part;
    };
    this.xml.onclosetag = (name) => this.end(name);
  }

  private begin(name: string, { r = '', t = 'n', s = '0' }: Record<string, string>): void {
    if (name === 'row') [this.line, this.cells] = [r === '' ? this.line + 1 : Number(r), []];
    else if (name === 'c') this.cell = { column: r === '' ? this.cells.length : columnOf(r), type: t, style: Number(s), formula: false, value: '' };
    else if (name === 'f') this.cell.formula = true;
    else if (name === 'v' || name === 't') this.inValue = true;
  }

  private end(name: string): void {
    if (name === 'v' || name === 't') this.inValue = false;
    else if (name === 'c' && this.cell.column < 100) this.cells[this.cell.column] = this.read();
    else if (name === 'row') this.rows.push({ line: this.line, cells: [...this.cells] });
  }

  private read(): Cell | undefined {
    const { type, style, formula, value } = this.cell;
    if (formula) return { formula: true };
    if (value === '') return undefined;
    if (type === 's') return { text: this.book.strings[Number(value)] ?? '' };
    if (type !== 'n') return { text: value };
    return this.book.isDate(style) ? { date: dateOf(Number(value), this.book.from1904) } : { number: Number(value) };
  }
}

/** The rows of a workbook's first sheet, as it is read. A formula's result is not taken. */
export async function* xlsxRows(path: string, most: number = LARGEST_PART): AsyncGenerator<SheetRow> {
  const parts = await partsOf(path, most);
  try {
    const workbook = await stream(parts, 'xl/workbook.xml');
    const source = await stream(parts, 'xl/worksheets/sheet1.xml');
    if (!workbook || !source) throw new BadFile('表格里没有第一张工作表');
    const from1904 = /date1904="(1|true)"/.test(await text(workbook));
    const reader = new SheetReader({ strings: await sharedStrings(parts), isDate: await dateStyles(parts), from1904 });
    for await (const part of source) {
      reader.xml.write(String(part));
      yield* reader.rows.splice(0);
    }
    reader.xml.close();
    yield* reader.rows.splice(0);
  } finally {
    parts.zip.close();
  }
}
