import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables } from './dsl.js';

/** Limits: how often someone may ask for a code, send a picture, begin to sign in. */
export class Limits1763700000007 implements MigrationInterface {
  readonly name = 'Limits1763700000007';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'rate_limit', { id: column.key(120), window_start: column.instant(), used: column.count(), last_at: column.instant() }, [
      ['rate_limit_by_age', ['last_at']],
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['rate_limit']);
  }
}
