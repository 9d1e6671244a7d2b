import { Injectable } from '@nestjs/common';

/** The only place that reads the machine's time; tests set their own. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
