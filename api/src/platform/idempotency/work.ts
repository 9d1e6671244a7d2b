import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Vault } from '../crypto/index.js';
import { Database, insertRows, isDuplicate } from '../database/index.js';
import { isProblem, platformProblem, type Problem } from '../errors/index.js';
import type { SignedIn } from '../http/index.js';
import { IdempotencyRecord } from './entities.js';

const FIELD = 'idempotency.response';
/** On the way of every write: a text of its own, for a query builder would make it anew each time. */
const ANSWER = 'UPDATE idempotency SET response = ? WHERE account_id = ? AND idem_key = ?';

/** The key was used before: this attempt must leave nothing behind. */
class KeyTaken extends Error {}

/**
 * A request's unit of work: one transaction for the state, its event, its message and the answer under the caller's
 * Idempotency-Key. Sent twice, even at once, it has one effect and both get the same answer.
 */
@Injectable()
export class Work {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** `work` may run again after a deadlock; it does database statements alone. What it returns is the answer. */
  async run<T>(context: SignedIn, work: (tx: EntityManager) => Promise<T | Problem>): Promise<T | Problem> {
    const { idempotency, who, now } = context;
    if (!idempotency) return this.database.transaction(work);
    const id = { accountId: who.accountId, idemKey: idempotency.key };
    try {
      return await this.database.transaction(async (tx) => {
        await this.claim(tx, { ...id, requestHash: idempotency.hash, response: null, createdAt: now });
        const result = await work(tx);
        if (!isProblem(result)) await tx.query(ANSWER, [this.vault.seal(FIELD, JSON.stringify(result ?? null)), id.accountId, id.idemKey]);
        return result;
      });
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
      return this.replay<T>(id, idempotency.hash);
    }
  }

  /** The unique key lets one request through; a second one waits for the first to commit, then learns of it. */
  private async claim(tx: EntityManager, record: IdempotencyRecord): Promise<void> {
    try {
      await insertRows(tx, IdempotencyRecord, [record]);
    } catch (error) {
      throw isDuplicate(error) ? new KeyTaken() : error;
    }
  }

  private async replay<T>(id: { accountId: string; idemKey: string }, hash: string): Promise<T | Problem> {
    const record = await this.database.manager.findOneByOrFail(IdempotencyRecord, id);
    if (record.requestHash !== hash || record.response === null) return platformProblem('IDEMPOTENCY.KEY_REUSED');
    return JSON.parse(this.vault.open(FIELD, record.response)) as T;
  }
}
