/** The last `limit` things, oldest first: what keeps a simulator that runs for weeks from growing. */
export class Recent<T> {
  #items: T[] = [];

  constructor(private readonly limit: number) {}

  add(item: T): void {
    this.#items.push(item);
    // Some at a time: to move all that stay for each that comes is what a load test would pay for.
    if (this.#items.length >= 2 * this.limit) this.#items = this.#items.slice(-this.limit);
  }

  all(): readonly T[] {
    return this.#items.slice(-this.limit);
  }
}

/** A map that holds at most `limit` keys and forgets those set longest ago. */
export class LimitedMap<K, V> {
  #map = new Map<K, V>();

  constructor(private readonly limit: number) {}

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  set(key: K, value: V): V {
    this.#map.delete(key);
    this.#map.set(key, value);
    if (this.#map.size > this.limit) this.#forget();
    return value;
  }

  delete(key: K): boolean {
    return this.#map.delete(key);
  }

  has(key: K): boolean {
    return this.#map.has(key);
  }

  values(): IterableIterator<V> {
    return this.#map.values();
  }

  get size(): number {
    return this.#map.size;
  }

  /** Large maps forget some at a time: finding the oldest key walks over those deleted before. */
  #forget(): void {
    let some = 1 + Math.floor(this.limit / 64);
    for (const key of this.#map.keys()) {
      if (some === 0) return;
      this.#map.delete(key);
      some -= 1;
    }
  }
}
