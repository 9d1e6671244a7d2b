import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables } from './dsl.js';

/** The links of SMS to callers: a digest of each token, and whose complaint it opens. */
export class CallerLink1763700000076 implements MigrationInterface {
  readonly name = 'CallerLink1763700000076';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'caller_link', { token_hash: column.key(64), complaint_id: column.ref(), created_at: column.instant() }, [
      ['caller_link_by_age', ['created_at']],
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['caller_link']);
  }
}
