/**
 * Figures for people. Amounts are fen and areas 0.01 m², as integers, all the way: no floating point, so that
 * 19,999.99 never shows as 20,000.00. Dates: `formatMoment`, `formatDue`, `formatLegalDate` of @wuye/shared/calendar.
 */
function twoDecimals(value: number): string {
  const cents = Math.abs(Math.trunc(value));
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '-' : ''}${whole}.${String(cents % 100).padStart(2, '0')}`;
}

/** `128,600.00 元` from fen. */
export function formatMoney(fen: number): string {
  return `${twoDecimals(fen)} 元`;
}

/** `89.50 m²` from units of 0.01 m². */
export function formatArea(area: number): string {
  return `${twoDecimals(area)} m²`;
}

/** `19,999.99/30,000.00 m²`. */
export function formatAreas(part: number, whole: number): string {
  return `${twoDecimals(part)}/${formatArea(whole)}`;
}

/** `66.66%`, rounded down so that a bar never looks reached before it is; show the fraction beside it. */
export function formatPercent(part: number, whole: number): string {
  if (whole <= 0) return '0%';
  const hundredths = Math.floor((part * 10_000) / whole);
  const text = (hundredths / 100).toFixed(2).replace(/\.?0+$/, '');
  return `${text}%`;
}
