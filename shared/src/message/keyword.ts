import { isRealDate } from '../calendar/index.js';

/** The kinds of keyword in a WeChat template (模板消息参数类别). */
export const KEYWORD_TYPES = [
  'thing',
  'character_string',
  'number',
  'letter',
  'symbol',
  'time',
  'date',
  'phone_number',
  'car_number',
  'name',
  'phrase',
  'const',
  'amount',
] as const;

export type KeywordType = (typeof KEYWORD_TYPES)[number];

/** In the order in which they are found. */
export type KeywordCode = 'EMPTY' | 'FORMAT' | 'TOO_LONG' | 'NOT_APPROVED';

export interface Keyword {
  readonly type: KeywordType;
  readonly value: string;
  /** For `const`: the values that WeChat has approved. */
  readonly approved?: readonly string[] | undefined;
}

export type ShapedKeyword = { readonly value: string } | { readonly value: null; readonly code: KeywordCode };

interface Shape {
  readonly fits?: (value: string) => boolean;
  readonly limit?: number | ((value: string) => number);
  /** What the limit counts; code points unless said otherwise. */
  readonly length?: (value: string) => number;
  /** Free words are cut; a number, a time or a name of a thing that is cut would be another one. */
  readonly cut?: true;
}

/**
 * What is never cut in two: a pair of flag letters, or a sign with its accents, variants, skin tone, tags and joined signs.
 * 32 is beyond every limit below, so a longer one is refused all the same, and a hostile one costs nothing.
 */
const CLUSTER = /\p{Regional_Indicator}{2}|.(?:[\p{Mark}\p{Emoji_Modifier}\u{E0020}-\u{E007F}]|\u200D\p{Extended_Pictographic}?){0,32}/gsu;

/** Every pair of surrogates is one; broken ones are gone by then. An array of the signs would be ten times the text. */
const codePoints = (value: string): number => {
  let count = value.length;
  for (let index = 0; index < value.length; index += 1) if ((value.charCodeAt(index) & 0xfc00) === 0xdc00) count -= 1;
  return count;
};
const digits = (value: string): number => value.replace(/[^0-9]/g, '').length;
const matches =
  (pattern: RegExp) =>
  (value: string): boolean =>
    pattern.test(value);
// Searching for one wrong sign needs no stack; repeating a class over millions of right ones does.
const lacks =
  (pattern: RegExp) =>
  (value: string): boolean =>
    !pattern.test(value);
const lacksChinese = lacks(/[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]/u);

const DATE = /^(?:(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})-(\d{2})-(\d{2}))$/;
const TIME = /^(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

function isDay(text: string): boolean {
  const parts = DATE.exec(text);
  return parts !== null && isRealDate(Number(parts[1] ?? parts[4]), Number(parts[2] ?? parts[5]), Number(parts[3] ?? parts[6]));
}

/** One or two points joined by a half-width `~`; a point is a date, a time, or both with one blank between. */
const points =
  (needs: 'date' | 'time') =>
  (value: string): boolean => {
    const ends = value.split('~');
    return (
      ends.length <= 2 &&
      ends.every((end) => {
        const [first = '', second, ...rest] = end.split(' ');
        if (rest.length > 0) return false;
        if (second !== undefined) return isDay(first) && TIME.test(second);
        return needs === 'date' ? isDay(first) : TIME.test(first);
      })
    );
  };

const SHAPES: Readonly<Record<KeywordType, Shape>> = {
  thing: { limit: 20, cut: true },
  character_string: { limit: 32, fits: lacksChinese },
  number: { limit: 32, length: digits, fits: matches(/^\d+(?:\.\d+)?$/) },
  letter: { limit: 32, fits: lacks(/[^A-Za-z]/) },
  symbol: { limit: 5, fits: lacks(/[^\p{Punctuation}\p{Symbol}\u200D\uFE0F]/u) },
  time: { fits: points('time') },
  date: { fits: points('date') },
  phone_number: { limit: 17, fits: lacks(/[^!-@[-`{-~]/) },
  car_number: { limit: 8 },
  // A mixed name counts as Chinese.
  name: { limit: (value) => (/\p{Script=Han}/u.test(value) ? 10 : 20), cut: true },
  phrase: { limit: 5, cut: true, fits: lacks(/\P{Script=Han}/u) },
  const: {},
  amount: { limit: 10, length: digits, fits: matches(/^\p{Currency_Symbol}?\d+(?:\.\d+)?元?$/u) },
};

/** A run of control characters, line ends or broken surrogates becomes one blank; the ends are trimmed; what shows nothing is nothing. */
function clean(value: string): string {
  const text = value.replace(/[\p{Control}\p{Surrogate}\u2028\u2029]+/gu, ' ').trim();
  return /[^\p{White_Space}\p{Default_Ignorable_Code_Point}]/u.test(text) ? text : '';
}

function cutTo(value: string, limit: number): string {
  let kept = '';
  let room = limit;
  for (const [cluster] of value.matchAll(CLUSTER)) {
    room -= codePoints(cluster);
    if (room < 0) break;
    kept += cluster;
  }
  return clean(kept);
}

/**
 * Shapes a value for a keyword of a WeChat template, so that WeChat doesn't refuse the message (47003).
 * Limits count code points, for `number` and `amount` digits; thing, name and phrase are cut without an ellipsis, the others never.
 * What it gives is accepted again unchanged.
 * Source: WeChat's table of template parameters (`wechat.md` 3).
 * @returns the value, or null with a code: EMPTY, FORMAT, TOO_LONG (also where not even the first joined sign fits), NOT_APPROVED
 */
export function shapeKeyword({ type, value, approved = [] }: Keyword): ShapedKeyword {
  const { fits, limit = Infinity, length = codePoints, cut } = SHAPES[type];
  const text = clean(value);
  if (text === '') return { value: null, code: 'EMPTY' };
  if (fits && !fits(text)) return { value: null, code: 'FORMAT' };
  const most = typeof limit === 'number' ? limit : limit(text);
  if (length(text) > most) {
    const kept = cut ? cutTo(text, most) : '';
    return kept === '' ? { value: null, code: 'TOO_LONG' } : { value: kept };
  }
  return type === 'const' && !approved.includes(text) ? { value: null, code: 'NOT_APPROVED' } : { value: text };
}
