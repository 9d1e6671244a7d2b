import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** By when each edition of a community's poster hangs, whether its manager was reminded, and the photos that prove it. */
export class Hanging1763700000071 implements MigrationInterface {
  readonly name = 'Hanging1763700000071';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'board_hanging',
      {
        community_id: column.key(26),
        edition: { ...column.count(), isPrimary: true },
        from_at: column.instant(),
        due_at: optional(column.instant()),
        remind_at: optional(column.instant()),
        reminded_at: optional(column.instant()),
        hung_at: optional(column.instant()),
        hung_by: optional(column.ref()),
        pictures: column.longText(),
      },
      [
        ['board_hanging_by_due', ['hung_at', 'due_at']],
        ['board_hanging_by_reminder', ['reminded_at', 'remind_at']],
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['board_hanging']);
  }
}
