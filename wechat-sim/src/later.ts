const STEP = 20;

/** Jobs for a little later, in real time: one timer for all that fall due together, and none keeps the process alive. */
export class Later {
  #buckets = new Map<number, (() => void)[]>();
  #stopped = false;

  /** Runs `job` after about `ms`. */
  after(ms: number, job: () => void): void {
    if (this.#stopped) return;
    const due = Math.ceil((performance.now() + ms) / STEP);
    const bucket = this.#buckets.get(due);
    if (bucket) {
      bucket.push(job);
      return;
    }
    this.#buckets.set(due, [job]);
    setTimeout(() => this.#run(due), due * STEP - performance.now()).unref();
  }

  /** Drops what is waiting. */
  stop(): void {
    this.#stopped = true;
    this.#buckets.clear();
  }

  #run(due: number): void {
    const jobs = this.#buckets.get(due) ?? [];
    this.#buckets.delete(due);
    for (const job of jobs) job();
  }
}
