import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, column, optional } from './dsl.js';

/** Where a complaint is about, as the phone said it: sealed, and only where the person gave it. */
export class Position1763700000008 implements MigrationInterface {
  readonly name = 'Position1763700000008';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'complaint', { position: optional(column.longText()) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('complaint', ['position']);
  }
}
