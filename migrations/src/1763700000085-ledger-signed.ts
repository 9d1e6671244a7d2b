import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

/** The rows of a month as they were signed. */
export class LedgerSigned1763700000085 implements MigrationInterface {
  readonly name = 'LedgerSigned1763700000085';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'ledger_signed_row', {
      ledger_id: column.key(26),
      complaint_id: column.key(26),
      no: column.text(15),
      submitted_at: column.instant(),
      category: column.text(16),
      title: column.text(60),
      class: optional(column.text(16)),
      state: column.text(16),
      result: column.text(40),
      rating: optional(column.text(16)),
      overdue: column.flag(),
      carried: column.flag(),
      flags: column.longText(),
    });
    await addColumns(runner, 'ledger_month', { signed_company: optional(column.text(80)) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('ledger_month', ['signed_company']);
    await dropTables(runner, ['ledger_signed_row']);
  }
}
