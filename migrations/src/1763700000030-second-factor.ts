import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

/** When a session proved a second factor, and the authenticators (动态口令) that people enrolled. */
export class SecondFactor1763700000030 implements MigrationInterface {
  readonly name = 'SecondFactor1763700000030';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'session', { confirmed_at: optional(column.instant()) });
    await createTable(runner, 'authenticator', {
      person_id: column.key(26),
      secret: column.longText(),
      created_at: column.instant(),
      activated_at: optional(column.instant()),
      used_step: column.count(),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['authenticator']);
    await runner.dropColumns('session', ['confirmed_at']);
  }
}
