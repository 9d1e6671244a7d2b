import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { correctionDeadline } from '@wuye/shared/correction';
import type { HouseView } from '@wuye/shared/identity';
import { Communities } from '../community/index.js';
import { WorkingCalendar } from '../platform/calendar/index.js';
import { Clock } from '../platform/clock/index.js';
import type { Problem } from '../platform/errors/index.js';
import { RegisterQueue, type Turn, Titles } from '../register/index.js';
import type { Subject } from './certifications.js';
import { problem } from './problems.js';

const HOUR = 3_600_000;
/** How long homes may be bound on an answer of the register; then it is asked anew. Ours. */
const FRESH = 2 * HOUR;
/** While it waits an application keeps its place, longer than the register is given to answer. */
const KEPT = 8 * 24 * HOUR;

/** What may be bound: the register's titles as houses of the base data, and the queue before a register that is asked in turn. */
@Injectable()
export class Offers {
  constructor(
    private readonly titles: Titles,
    private readonly queue: RegisterQueue,
    private readonly communities: Communities,
    private readonly clock: Clock,
    private readonly calendar: WorkingCalendar,
  ) {}

  /** True where the register is asked in turn; the imported table answers at once. */
  get queued(): boolean {
    return this.queue.needed;
  }

  /** The houses under a name and number, as far as the register has answered. */
  async under(manager: EntityManager, { name, idType, idNumber, idNumberRaw }: Subject): Promise<HouseView[] | Problem> {
    const { titles, houseIds } = await this.titles.find(manager, { name, idType, idNumber: idNumberRaw ?? idNumber });
    if (titles === 0) return problem('BIND.NO_TITLE', { due: await this.replyBy(manager) });
    const houses = await this.communities.houses(manager, houseIds);
    return houses.length === 0 ? problem('BIND.HOUSE_MISSING', { due: await this.replyBy(manager) }) : houses;
  }

  /** Until when a correction that is submitted now is answered. */
  private async replyBy(manager: EntityManager): Promise<string> {
    const now = this.clock.now();
    return correctionDeadline(now.getTime(), await this.calendar.years(now, manager)).by;
  }

  /** Puts the application at the end of the queue. */
  ask(tx: EntityManager, applicationId: string, { name, idType, idNumber, idNumberRaw }: Subject, now: Date): Promise<void> {
    return this.queue.ask(tx, applicationId, { name, idType, idNumber: idNumberRaw ?? idNumber }, now);
  }

  turnOf(manager: EntityManager, applicationId: string): Promise<Turn | null> {
    return this.queue.turnOf(manager, applicationId);
  }

  /** Until when an application that waits is kept. */
  keptUntil(now: Date): Date {
    return new Date(now.getTime() + KEPT);
  }

  /** True while homes may be bound on the answer. */
  async isFresh(manager: EntityManager, applicationId: string, now: Date): Promise<boolean> {
    const query = await this.queue.queryOf(manager, applicationId);
    return query?.answeredAt !== null && query !== null && now.getTime() - query.answeredAt.getTime() < FRESH;
  }
}
