/** The last `limit` things, oldest first: what keeps a simulator that runs for weeks from growing. */
export class Recent<T> {
  #items: T[] = [];

  constructor(private readonly limit: number) {}

  add(item: T): void {
    this.#items.push(item);
    if (this.#items.length > this.limit) this.#items.splice(0, this.#items.length - this.limit);
  }

  all(): readonly T[] {
    return this.#items;
  }
}

/** A map that holds at most `limit` keys and forgets the one set longest ago. */
export class LimitedMap<K, V> {
  #map = new Map<K, V>();

  constructor(private readonly limit: number) {}

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  set(key: K, value: V): V {
    this.#map.delete(key);
    this.#map.set(key, value);
    if (this.#map.size > this.limit) {
      const [oldest] = this.#map.keys();
      if (oldest !== undefined) this.#map.delete(oldest);
    }
    return value;
  }

  delete(key: K): boolean {
    return this.#map.delete(key);
  }

  values(): IterableIterator<V> {
    return this.#map.values();
  }

  get size(): number {
    return this.#map.size;
  }
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const BEIJING = 8 * 3_600_000;

/** Counts calls in a minute, or in a Beijing day: WeChat's quotas start anew at midnight there. */
export class Quota {
  #counts = new LimitedMap<string, { window: number; used: number }>(2000);

  constructor(private readonly now: () => number) {}

  /** Takes one of `limit` for `name`; false when none is left in this window. */
  take(name: string, per: 'minute' | 'day', limit: number): boolean {
    const window = per === 'minute' ? Math.floor(this.now() / MINUTE) : Math.floor((this.now() + BEIJING) / DAY);
    const key = `${per}:${name}`;
    const last = this.#counts.get(key);
    const used = last?.window === window ? last.used : 0;
    if (used >= limit) return false;
    this.#counts.set(key, { window, used: used + 1 });
    return true;
  }
}
