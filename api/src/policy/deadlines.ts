import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Calendar } from '@wuye/shared/calendar';
import type { TouchedDeadline } from '@wuye/shared/policy';
import type { Actor } from '../platform/audit/index.js';

/** One stretch of the open complaints, after a new or corrected year. */
export interface Stretch {
  /** The id after which it begins. */
  readonly after: string | null;
  readonly calendar: Calendar;
  /** Whether deadlines that the calendar touches move. */
  readonly moves: boolean;
  readonly actor: Actor;
}

/** What was done; `last` is the id that it came to, null when there was nothing; `ended`: nothing is left. */
export interface Done {
  readonly last: string | null;
  readonly ended: boolean;
  readonly seen: number;
  readonly started: number;
  readonly resumed: number;
  readonly moved: number;
}

/** What the rules' pages ask about deadlines that were given: the feature that gives them answers. */
export interface DeadlineHolder {
  open(manager: EntityManager): Promise<number>;
  undated(manager: EntityManager): Promise<number>;
  /** The open deadlines that another calendar would move: how many, and the first of them. */
  touched(manager: EntityManager, calendar: Calendar, now: Date): Promise<{ count: number; items: TouchedDeadline[] }>;
  /** Clocks for those without, ladders that rest, deadlines that move: one stretch, in one transaction. */
  walk(tx: EntityManager, stretch: Stretch): Promise<Done>;
}

/** Policy is below complaint and calls nothing of it: complaint comes here. */
@Injectable()
export class Deadlines {
  private holder: DeadlineHolder | null = null;

  /** Called once by the feature that gives deadlines. */
  useHolder(holder: DeadlineHolder): void {
    this.holder = holder;
  }

  get of(): DeadlineHolder {
    if (!this.holder) throw new Error('Nobody gives deadlines.');
    return this.holder;
  }
}
