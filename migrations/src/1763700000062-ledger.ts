import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Each community's monthly review of its complaints, with cause and remedy of the flagged ones. */
export class Ledger1763700000062 implements MigrationInterface {
  readonly name = 'Ledger1763700000062';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'ledger_month',
      {
        id: column.id(),
        community_id: column.ref(),
        month: column.text(7),
        state: column.text(16),
        due_at: optional(column.instant()),
        reminded_at: optional(column.instant()),
        figures: optional(column.longText()),
        submitted_at: optional(column.instant()),
        submitted_by: optional(column.ref()),
        signed_at: optional(column.instant()),
        signed_by: optional(column.ref()),
        returned_at: optional(column.instant()),
        returned_by: optional(column.ref()),
        return_reason: optional(column.longText()),
      },
      [
        ['ledger_month_once', ['community_id', 'month'], 'unique'],
        ['ledger_month_by_month', ['month', 'state']],
      ],
    );
    await createTable(
      runner,
      'ledger_note',
      {
        id: column.id(),
        ledger_id: column.ref(),
        complaint_id: column.ref(),
        cause: column.longText(),
        remedy: column.longText(),
        written_by: column.ref(),
        written_at: column.instant(),
      },
      [['ledger_note_once', ['ledger_id', 'complaint_id'], 'unique']],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['ledger_month', 'ledger_note']);
  }
}
