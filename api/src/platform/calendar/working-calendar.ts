import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Calendar, STATE_CALENDAR } from '@wuye/shared/calendar';

/** Reads the calendar as the city keeps it; inside a unit of work through its manager. */
type Years = (now: Date, manager?: EntityManager) => Promise<Calendar>;

/**
 * The working calendar for features that stand below the one that keeps it: identity promises an answer in working days, and years are
 * entered by the city's officers above it. Until the keeper has come in, the years that the program brought are all there are.
 */
@Injectable()
export class WorkingCalendar {
  private read: Years | null = null;

  /** Called once by the feature that keeps the years. */
  useYears(read: Years): void {
    this.read = read;
  }

  /** All that is known by now. */
  async years(now: Date, manager?: EntityManager): Promise<Calendar> {
    return this.read ? this.read(now, manager) : STATE_CALENDAR;
  }
}
