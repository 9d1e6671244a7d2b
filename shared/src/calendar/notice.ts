import type { CalendarYear } from './calendar.js';
import { isDate } from './instant.js';

/** What was read of a pasted text; what is lacking stays empty, for a person to fill in. */
export type ReadYear = CalendarYear;

const pad = (value: string): string => value.padStart(2, '0');
const DATE = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日/g;

/** The dates of a sentence; a month or year that is not said again is that of the date before. */
function datesOf(text: string, year: number): string[] {
  let [lastYear, lastMonth] = [String(year), ''];
  return [...text.matchAll(DATE)].flatMap(([, ownYear, ownMonth, day = '']) => {
    [lastYear, lastMonth] = [ownYear ?? lastYear, ownMonth ?? lastMonth];
    return lastMonth === '' ? [] : [`${lastYear}-${pad(lastMonth)}-${pad(day)}`];
  });
}

/** 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。 */
function readLine(line: string, year: number): Pick<CalendarYear, 'holidays' | 'workdays'> {
  const [, name = '', rest = ''] = /^(?:[一二三四五六七八九十]+、)?\s*([^：:，。]{2,20})[：:](.+)$/.exec(line) ?? [];
  const sentences = rest.split('。');
  const off = sentences.find((sentence) => sentence.includes('放假'));
  const [first, last] = off ? datesOf(off.slice(0, off.indexOf('放假')), year) : [];
  if (!first) return { holidays: [], workdays: [] };
  const workdays = sentences.filter((sentence) => sentence.includes('上班')).flatMap((sentence) => datesOf(sentence, year));
  return { holidays: [{ name: name.trim().replace(/[和与及]/g, '、'), first, last: last ?? first }], workdays };
}

/** 春节,2027-02-05,2027-02-11 and 上班,2027-01-31 */
function readRow(line: string): Pick<CalendarYear, 'holidays' | 'workdays'> {
  const [name = '', first = '', last = ''] = line.split(/[,，\t]/).map((cell) => cell.trim());
  if (!isDate(first)) return { holidays: [], workdays: [] };
  return /上班|调休|workday/.test(name) ? { holidays: [], workdays: [first] } : { holidays: [{ name, first, last: last || first }], workdays: [] };
}

function readJson(text: string): ReadYear | null {
  try {
    const value = JSON.parse(text) as Partial<CalendarYear> | null;
    return value && Array.isArray(value.holidays) && Array.isArray(value.workdays)
      ? { year: value.year ?? 0, source: value.source ?? '', holidays: value.holidays, workdays: value.workdays }
      : null;
  } catch {
    // No JSON: a notice or a table.
    return null;
  }
}

/**
 * Reads the State Council's notice as it is published (paste of its text), a small table (name, first day, last day) or JSON. It only
 * reads: whether it can be true is `yearFaults`' to say, and a person compares it with the notice.
 */
export function readNotice(text: string): ReadYear {
  const json = readJson(text);
  if (json) return json;
  const plain = text.replace(/[（(][^）)]*[）)]/g, (whole) => (/国办|发明电/.test(whole) ? whole : ''));
  const year = Number(/(20\d{2})年(?:元旦|部分节假日|节假日)/.exec(plain)?.[1] ?? /(20\d{2})-\d{2}-\d{2}/.exec(plain)?.[1] ?? 0);
  const [, at = '', number = ''] = /国办发明电\s*[〔[［【(（]\s*(\d{4})\s*[〕\]］】)）]\s*(\d{1,3})\s*号/.exec(text) ?? [];
  const lines = plain.split(/\r?\n/).map((line) => line.trim());
  const read = lines.map((line) => (/^[^,，\t]+[,，\t]\s*\d{4}-\d{2}-\d{2}/.test(line) ? readRow(line) : readLine(line, year)));
  return {
    year,
    source: number ? `国办发明电〔${at}〕${number}号` : '',
    holidays: read.flatMap(({ holidays }) => holidays).sort((one, other) => one.first.localeCompare(other.first)),
    workdays: [...new Set(read.flatMap(({ workdays }) => workdays))].sort(),
  };
}
