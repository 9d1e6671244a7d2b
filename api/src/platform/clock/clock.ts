import { Injectable } from '@nestjs/common';

/** The only place that reads the machine's time; tests set their own. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}

/** Development and browser tests: time that began at a chosen instant, so that a story does not depend on the hour it is told. */
export class MovedClock extends Clock {
  private readonly ahead: number;

  constructor(start: Date) {
    super();
    this.ahead = start.getTime() - super.now().getTime();
  }

  override now(): Date {
    return new Date(super.now().getTime() + this.ahead);
  }
}
