import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

/** Of several managers that a community may have had, the first keeps the seat; a derived table, for MySQL refuses to read what it updates. */
const SEATS = `UPDATE appointment SET seat = CONCAT(role, ':', scope_id) WHERE id IN (SELECT first FROM (
  SELECT MIN(id) AS first FROM appointment WHERE ended_at IS NULL AND role IN ('project_manager', 'company_head') GROUP BY role, scope_id) firsts)`;

/** 任命: one holder a seat, invitations, how an office ended, and which district admitted a company. */
export class Appointing1763700000031 implements MigrationInterface {
  readonly name = 'Appointing1763700000031';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'appointment', {
      seat: optional(column.text(48)),
      take_up_until: optional(column.instant()),
      term_warned_at: optional(column.instant()),
      ended_by: optional(column.ref()),
      end_reason: optional(column.text(16)),
    });
    await runner.createIndex('appointment', new TableIndex({ name: 'appointment_seat', columnNames: ['seat'], isUnique: true }));
    await runner.createIndex('appointment', new TableIndex({ name: 'appointment_by_term', columnNames: ['term_ends_at'] }));
    await runner.query(SEATS);
    await createTable(
      runner,
      'company_admission',
      {
        company_id: column.key(26),
        district_code: column.text(6),
        doubtful: column.flag(),
        admitted_by: column.ref(),
        admitted_at: column.instant(),
      },
      [['company_admission_by_district', ['district_code']]],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['company_admission']);
    await runner.dropIndex('appointment', 'appointment_by_term');
    await runner.dropIndex('appointment', 'appointment_seat');
    await runner.dropColumns('appointment', ['seat', 'take_up_until', 'term_warned_at', 'ended_by', 'end_reason']);
  }
}
