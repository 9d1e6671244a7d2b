import { HOUR, localTime, MINUTE } from '../calendar/index.js';

/**
 * What is counted of complaints, each in the month of its submission; withdrawn ones count nowhere.
 * - cases: received
 * - responded: answered first
 * - on_time, late: what the first clock waits for (the first answer, or registering: the city's rules say which) was done before it ran out; was not
 * - closed: ended now; resolved: ended, and said to be solved or not contradicted where it was closed as fixed
 * - rated, satisfied: rated at all; 满意 or 基本满意
 * - reopened: came back at least once
 */
export const measures = [
  'cases',
  'responded',
  'on_time',
  'late',
  'closed',
  'resolved',
  'rated',
  'satisfied',
  'reopened',
  'grave',
  'grouped',
  'repeated',
] as const;
export type Measure = (typeof measures)[number];

/** Times of which a median is told: from submission to the first answer, and to the end. */
export const spreads = ['respond_time', 'close_time'] as const;
export type Spread = (typeof spreads)[number];

/** Counts by measure. */
export type Counts = Readonly<Record<Measure, number>>;

/** The month in Shanghai: `2026-11`. */
export function monthOf(instant: number): string {
  return localTime(instant).date.slice(0, 7);
}

/**
 * A length of time in the steps in which it is kept, in minutes: whole minutes to one hour, tens of minutes to one day, whole
 * hours to ten days, whole days after; always cut.
 */
export function bucketOf(milliseconds: number): number {
  const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
  if (milliseconds < HOUR) return minutes;
  if (milliseconds < 24 * HOUR) return minutes - (minutes % 10);
  if (milliseconds < 240 * HOUR) return minutes - (minutes % 60);
  return minutes - (minutes % 1440);
}

/** The median of times kept as bucket → how many, in minutes: the lower of the two in the middle. Null without any. */
export function medianOf(spread: readonly { readonly bucket: number; readonly n: number }[]): number | null {
  const total = spread.reduce((sum, { n }) => sum + n, 0);
  if (total === 0) return null;
  const half = Math.ceil(total / 2);
  let seen = 0;
  for (const { bucket, n } of [...spread].sort((a, b) => a.bucket - b.bucket)) {
    seen += n;
    if (seen >= half) return bucket;
  }
  return null;
}

/** The rates of the notices, each as a fraction: 响应及时率, 解决率 of all cases, 满意率 of those rated (成住建发〔2023〕62号 三(四)). 重开率 of all cases: what came back may be open again. */
export function ratesOf(counts: Counts): Readonly<Record<'response' | 'resolution' | 'satisfaction' | 'reopen', readonly [number, number]>> {
  return {
    response: [counts.on_time, counts.cases],
    resolution: [counts.resolved, counts.cases],
    satisfaction: [counts.satisfied, counts.rated],
    reopen: [counts.reopened, counts.cases],
  };
}
