const DAY = 86_400_000;
/** 业主大会和业主委员会指导规则 建房〔2009〕274号 32: a committee's term is five years at most. */
const MOST_YEARS = 5;

/** Those above are told this long before a term ends (ours: time to prepare an election). */
export const WARN_BEFORE = 30 * DAY;
/** An invitation is good for seven days (ours). */
export const INVITED_FOR = 7 * DAY;

/**
 * The instant at which a term ends: the end of its last day in Shanghai.
 * @param lastDay `2029-11-20`
 * @returns null for a day that is over or more than five years away
 */
export function termEnd(lastDay: string, now: number): number | null {
  const end = Date.parse(`${lastDay}T00:00:00+08:00`) + DAY;
  const most = new Date(now);
  most.setUTCFullYear(most.getUTCFullYear() + MOST_YEARS);
  return end > now && end <= most.getTime() + DAY ? end : null;
}
