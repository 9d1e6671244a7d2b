import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, QueryRunner } from 'typeorm';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';

/** What is used here of TypeORM's SQLite runner, whose class it does not export. */
interface SqliteRunner extends QueryRunner {
  stmtCache: Map<string, unknown>;
  transactionDepth: number;
}
type SqliteRunnerClass = new (driver: unknown) => SqliteRunner;

/** A first-come, first-served mutex. */
class Turns {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn, with the function that ends it. */
  async wait(): Promise<() => void> {
    const before = this.last;
    let end!: () => void;
    this.last = new Promise((resolve) => (end = resolve));
    await before;
    return end;
  }
}

type Scope = AsyncLocalStorage<{ open: boolean }>;

/** The runner that waits its turn: a transaction holds the turn from BEGIN to its end, a single statement for itself. */
// eslint-disable-next-line max-lines-per-function -- a class of short methods, made of a base that is known only when it runs
function turnTakingRunner(Base: SqliteRunnerClass, turns: Turns, inside: Scope, statements: Map<string, unknown>): SqliteRunnerClass {
  return class extends Base {
    private endTurn: (() => void) | null = null;

    constructor(driver: unknown) {
      super(driver);
      this.stmtCache = statements;
    }

    override async startTransaction() {
      const outermost = this.transactionDepth === 0;
      if (outermost) this.endTurn = await turns.wait();
      try {
        await super.startTransaction();
      } catch (error) {
        if (outermost) this.finish();
        throw error;
      }
    }

    override async commitTransaction() {
      await super.commitTransaction();
      if (!this.isTransactionActive) this.finish();
    }

    override async rollbackTransaction() {
      const outermost = this.transactionDepth <= 1;
      try {
        await super.rollbackTransaction();
      } catch (error) {
        // SQLite has rolled back by itself (disk full, I/O error): there is nothing left to undo, and others must go on.
        if (!outermost || !/no transaction is active/.test(String(error))) throw error;
      } finally {
        if (outermost) {
          Object.assign(this, { isTransactionActive: false, transactionDepth: 0 });
          this.finish();
        }
      }
    }

    override async query(sql: string, parameters?: unknown[], structured?: boolean) {
      const run = (text: string) => super.query(text, parameters as never, structured as never);
      // A deferred BEGIN could fail to become a writer later; IMMEDIATE takes the write lock now.
      if (this.endTurn) return run(sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql);
      if (inside.getStore()?.open) throw new Error("A statement went past the running transaction: use the transaction's EntityManager.");
      const endTurn = await turns.wait();
      try {
        return await run(sql);
      } finally {
        endTurn();
      }
    }

    override async release() {
      try {
        if (this.endTurn) await this.rollbackTransaction();
      } finally {
        this.finish();
      }
    }

    private finish() {
      this.endTurn?.();
      this.endTurn = null;
    }
  } as SqliteRunnerClass;
}

/**
 * TypeORM gives every caller the same query runner on SQLite, so overlapping transactions share one BEGIN and a rollback
 * takes a stranger's writes with it. This gives each caller a runner of its own and each transaction its turn.
 * Call it before `initialize()`.
 */
export function takeTurnsOnSqlite(dataSource: DataSource): void {
  const inside: Scope = new AsyncLocalStorage();
  const Runner = turnTakingRunner(BetterSqlite3QueryRunner as unknown as SqliteRunnerClass, new Turns(), inside, new Map());
  const driver = dataSource.driver as unknown as { createQueryRunner(): QueryRunner };
  driver.createQueryRunner = () => new Runner(driver);

  const manager = dataSource.manager as unknown as { transaction(...args: unknown[]): Promise<unknown> };
  const transaction = manager.transaction.bind(manager);
  manager.transaction = (...args) => {
    if (inside.getStore()?.open) throw new Error('A transaction began inside another: call transaction() on the outer EntityManager.');
    const scope = { open: true };
    return inside.run(scope, () => transaction(...args)).finally(() => (scope.open = false));
  };
}
