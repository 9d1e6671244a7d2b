/** The line's picture: 100 units stand for 100%. */
export const WIDTH = 320;
export const TOP = 8;
export const HEIGHT = 128;
const LEFT = 48;
const RIGHT = 16;
/** Bars that a phone's screen holds. */
export const MOST_BARS = 12;

export interface Point {
  x: number;
  /** Null where there is nothing to divide by: the line leaves it out. */
  y: number | null;
  /** Of a bar, 0 to 100. */
  width: number;
}

/** Where each fraction stands. Cut to a tenth of a percent, never rounded up, like the words beside it. */
export function chartOf(fractions: readonly (readonly [number, number])[], line: boolean): Point[] {
  const step = fractions.length > 1 ? (WIDTH - LEFT - RIGHT) / (fractions.length - 1) : 0;
  return fractions.map(([part, whole], index) => {
    const share = whole > 0 ? Math.floor((part * 1000) / whole) / 10 : null;
    return { x: line ? Math.round(LEFT + index * step) : 0, y: share === null ? null : TOP + 100 - share, width: share ?? 0 };
  });
}
