import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables } from './dsl.js';

/** When a source was answered last; and of each request that another system sent, whose key it came with and how it is known again. */
export class IntakeReach1763700000084 implements MigrationInterface {
  readonly name = 'IntakeReach1763700000084';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'intake_export', { id: column.key(32), exported_by: column.ref(), exported_at: column.instant() });
    await createTable(
      runner,
      'open311_request',
      {
        id: column.id(),
        key_id: column.ref(),
        complaint_id: column.ref(),
        asked: column.text(64),
        body: column.text(64),
        turn: column.count(),
        made_at: column.instant(),
      },
      [
        ['open311_request_once', ['key_id', 'asked', 'turn'], 'unique'],
        ['open311_request_by_complaint', ['complaint_id']],
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['intake_export', 'open311_request']);
  }
}
