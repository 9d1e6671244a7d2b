/** The receiving side's own rules for keywords of template messages: kept apart from the sender's, so that each checks the other. */

const han = '\\p{Script=Han}';
const characters = (text: string): number => [...text].length;
const matches =
  (pattern: RegExp) =>
  (value: string): boolean =>
    pattern.test(value);
const atMost =
  (limit: number) =>
  (value: string): boolean =>
    characters(value) <= limit;

const CLOCK = '([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?';
const DAY = '\\d{4}(?:年\\d{1,2}月\\d{1,2}日|-\\d{1,2}-\\d{1,2})';

/** 2026年2月30日 has the right shape and is no day; a moment without a day is as it stands. */
function isRealDay(moment: string): boolean {
  const [, year, month, day] = /(\d{4})[年-](\d{1,2})[月-](\d{1,2})/.exec(moment) ?? [];
  if (year === undefined) return true;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** One moment, or two with a half-width `~` between them. */
function moments(shape: string): (value: string) => boolean {
  const one = new RegExp(`^(?:${shape})$`);
  return (value) => {
    const parts = value.split('~').map((part) => part.trim());
    return parts.length <= 2 && parts.every((part) => one.test(part) && isRealDay(part));
  };
}

function isName(value: string): boolean {
  const chinese = new RegExp(han, 'u').test(value);
  return characters(value) <= (chinese ? 10 : 20) && !/\d/.test(value);
}

const RULES: Record<string, (value: string) => boolean> = {
  thing: atMost(20),
  number: (value) => value.length <= 32 && /^\d+(?:\.\d+)?$/.test(value),
  letter: matches(/^[A-Za-z]{1,32}$/),
  symbol: (value) => characters(value) <= 5 && /^[^\p{L}\p{N}\s]+$/u.test(value),
  character_string: matches(/^[\x20-\x7e]{1,32}$/),
  time: moments(`(?:${DAY}\\s*)?${CLOCK}`),
  date: moments(`${DAY}(?:\\s*${CLOCK})?`),
  amount: matches(/^[¥￥$€£]?\d{1,10}(?:\.\d{1,2})?元?$/),
  phone_number: matches(/^[\d+\-() *#]{1,17}$/),
  car_number: (value) => characters(value) <= 8 && new RegExp(`^[${han}A-Za-z0-9][A-Za-z0-9]*[${han}A-Za-z0-9]$`, 'u').test(value),
  name: isName,
  phrase: matches(new RegExp(`^[${han}]{1,5}$`, 'u')),
};

/** A keyword as a template declares it: `thing2`, its label, and for `const` the values approved. */
export interface Keyword {
  key: string;
  label: string;
  approved?: string[];
}

/** What is wrong with a keyword's value, in the words that follow `data.<key>.value`; nothing when it is right. */
export function keywordFault(keyword: Keyword, value: unknown): 'is empty' | 'invalid' | undefined {
  if (value === undefined || value === null || value === '') return 'is empty';
  if (typeof value !== 'string' && typeof value !== 'number') return 'invalid';
  const text = String(value);
  if (text.trim() === '') return 'is empty';
  if (/\p{Cc}|[\u2028\u2029]/u.test(text)) return 'invalid';
  const kind = keyword.key.replace(/\d+$/, '');
  if (kind === 'const') return keyword.approved?.includes(text) ? undefined : 'invalid';
  return RULES[kind]?.(text) ? undefined : 'invalid';
}
