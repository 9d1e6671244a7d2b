/**
 * Repeatable randomness: the same label always gives the same numbers, so two seeds of a database hold the same rows.
 * Never for secrets.
 */
export class Random {
  private state: number;

  /** @param label names what is drawn for; streams of different labels don't depend on each other. */
  constructor(label: string) {
    let hash = 0x5eed;
    for (let at = 0; at < label.length; at++) hash = mix(hash ^ label.charCodeAt(at));
    this.state = hash;
  }

  /** From 0, below 1. */
  next(): number {
    // 2^32 over the golden ratio; the step is odd, so the counter visits all 2^32 states before it returns.
    this.state = (this.state + 0x9e3779b9) | 0;
    return (mix(this.state) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0, below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** True in so many cases of a hundred. */
  percent(share: number): boolean {
    return this.next() * 100 < share;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('Nothing to pick from.');
    return list[this.below(list.length)] as T;
  }
}

/** Scatters 32 bits so that neighbours share none; every step can be undone, so no two inputs meet. */
function mix(bits: number): number {
  let mixed = bits | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x2f1c5a8d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x5b8e93c7);
  return mixed ^ (mixed >>> 16);
}
