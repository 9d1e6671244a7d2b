import { Database, isDuplicate, isoInstant } from '../platform/database/index.js';
import { RegisterTurn } from './entities.js';

const NAME = 'pace';
/** A turn farther ahead than this was left by a clock that has since been set back. */
const FARTHEST = 60_000;
const TRIES = 20;
/** A line delivers two at once that were sent apart: a little slower, the register's own count is kept all the same. */
const MARGIN = 1.05;

/** When questions may go, across all instances: one conditional update hands out the next turns, evenly apart. */
export class Pace {
  constructor(
    private readonly database: Database,
    private readonly perSecond: number,
  ) {}

  /** The instants of the next `count` turns. */
  async reserve(count: number, now: Date): Promise<Date[]> {
    const gap = (1000 / this.perSecond) * MARGIN;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const free = await this.free(now);
      const begins = free.getTime() > now.getTime() + FARTHEST ? now.getTime() : Math.max(free.getTime(), now.getTime());
      const until = new Date(begins + Math.ceil(count * gap));
      const taken = await this.database.manager.update(RegisterTurn, { name: NAME, dueAt: free }, { dueAt: until });
      if (taken.affected === 1) return Array.from({ length: count }, (_, index) => new Date(begins + Math.floor(index * gap)));
    }
    throw new Error('No turn to ask the register was free.');
  }

  private async free(now: Date): Promise<Date> {
    const rows: unknown = await this.database.manager.query('SELECT due_at FROM register_turn WHERE name = ?', [NAME]);
    const [row] = rows as { due_at: unknown }[];
    if (row) return new Date(isoInstant(row.due_at));
    try {
      await this.database.manager.insert(RegisterTurn, { name: NAME, dueAt: now, leaseOwner: null, note: null });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    return this.free(now);
  }
}
