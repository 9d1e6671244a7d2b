import { randomFillSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { decodeTime, encodeTime, monotonicFactory } from 'ulid';
import { isProblem, type Problem } from '../errors/index.js';

/** How often a unit of work is tried again after a deadlock or a write conflict. */
const TRIES = 4;

/** Ends a transaction without an error in the logs: the problem is an expected answer. */
class RolledBack extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

interface DriverError {
  message?: string;
  code?: string;
  errno?: number;
}

const driverError = (error: unknown): DriverError => ((error as { driverError?: DriverError }).driverError ?? (error as DriverError)) || {};

/** Thrown in a unit of work whose ground has shifted (a row was changed meanwhile): it starts over. */
export class StartOver extends Error {}

/** True when a unique index refused the row. */
export function isDuplicate(error: unknown): boolean {
  const { code } = driverError(error);
  return code === 'ER_DUP_ENTRY' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/** True when it was this unique index that refused the row. MySQL names the index, SQLite its columns. */
export function isDuplicateOf(error: unknown, index: string, columns: readonly string[]): boolean {
  if (!isDuplicate(error)) return false;
  const { message = '' } = driverError(error);
  const key = /for key '(?:\w+\.)?(\w+)'/.exec(message)?.[1];
  return key === undefined ? columns.every((column) => message.includes(`.${column}`)) : key === index;
}

const TRANSIENT_CODES = ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY'];
/** A row changed since it was read (MariaDB's own snapshots, and two of distributed engines), or the schema did. */
const TRANSIENT_NUMBERS = [1020, 9007, 8002, 8022];

/** True when the same work may succeed if it is simply done again: deadlocks, lock waits, distributed write conflicts. */
function isTransient(error: unknown): boolean {
  if (error instanceof StartOver) return true;
  const { code = '', errno = 0 } = driverError(error);
  return TRANSIENT_CODES.includes(code) || TRANSIENT_NUMBERS.includes(errno);
}

/** The one door to the database: reads outside a transaction, and units of work. */
@Injectable()
export class Database {
  constructor(readonly dataSource: DataSource) {}

  /** For reads that need no transaction. */
  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  /**
   * Runs one unit of work. A returned Problem rolls everything back, as does a throw. The work may run again after a
   * deadlock, so it does nothing but database statements: no remote call, no file, no message.
   */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.dataSource.transaction(async (tx) => {
          const result = await work(tx);
          if (isProblem(result)) throw new RolledBack(result);
          return result;
        });
      } catch (error) {
        if (error instanceof RolledBack) return error.problem as T;
        if (attempt >= TRIES || !isTransient(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt + Math.floor(performance.now() % 10)));
      }
    }
  }
}

const pool = Buffer.alloc(4096);
let taken = pool.length;

/** A random fraction for one digit of an id (32 divides 256). Asking the system for each digit costs more than all else about an id. */
function fraction(): number {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  return (pool[taken++] as number) / 256;
}

const nextUlid = monotonicFactory(fraction);

/** A new time-ordered id; of two made in the same millisecond the later one is greater. */
export const newId = (now: Date): string => nextUlid(now.getTime());

/** What every id made before an instant is less than. */
export const idBefore = (instant: Date): string => encodeTime(instant.getTime(), 10);

/** When an id was made. */
export const madeAt = (id: string): Date => new Date(decodeTime(id));

/** An instant as SQL text that both databases compare and store in the same way. */
export const sqlInstant = (instant: Date): string => instant.toISOString().replace('T', ' ').replace('Z', '');

/** A datetime column of a raw row (text on SQLite, Date on MySQL) as ISO 8601. */
export function isoInstant(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return `${String(value).replace(' ', 'T')}Z`;
}

/** The same for a column that may be null. */
export const isoInstantOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : isoInstant(value));
