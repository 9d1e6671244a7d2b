/** So many faults one after the other, and the register is left in peace for a while. */
const FAULTS = 5;
const PAUSE = 10_000;

/** A circuit breaker: closed, open for a pause, then half open, when one question tries whether it answers again. */
export class Breaker {
  private faults = 0;
  private until = 0;
  private trying = false;

  /** How many questions may go now: none while it is open, one to try. */
  room(now: Date, most: number): number {
    if (this.faults < FAULTS) return most;
    if (now.getTime() < this.until || this.trying) return 0;
    this.trying = true;
    return 1;
  }

  /** The question that was to try was not asked after all. */
  spare(): void {
    this.trying = false;
  }

  answered(): void {
    this.faults = 0;
    this.trying = false;
  }

  /** @param wait milliseconds for which the register asked not to be asked: it answers, only not now. */
  failed(now: Date, wait: number | null): void {
    this.faults = wait === null ? this.faults + 1 : Math.max(this.faults, FAULTS);
    this.trying = false;
    this.until = now.getTime() + (wait ?? PAUSE);
  }
}
