import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Pictures on their way: how much of each has arrived, so that a broken line goes on where it broke. */
export class Upload1763700000073 implements MigrationInterface {
  readonly name = 'Upload1763700000073';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'upload',
      {
        id: column.id(),
        account_id: column.ref(),
        phone_key: column.text(64),
        bytes: column.count(),
        sha256: optional(column.text(64)),
        received: column.count(),
        pieces: column.count(),
        state: column.text(16),
        refusal: optional(column.text(32)),
        file_id: optional(column.ref()),
        touched_at: column.instant(),
      },
      [
        ['upload_once', ['account_id', 'phone_key'], 'unique'],
        ['upload_by_age', ['touched_at']],
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['upload']);
  }
}
