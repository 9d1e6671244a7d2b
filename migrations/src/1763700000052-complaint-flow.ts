import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, optional } from './dsl.js';

const index = (name: string, columnNames: string[], isUnique = false): TableIndex => new TableIndex({ name, columnNames, isUnique });

/** A second agreed date in one round, and the one reminder of what waits for its owner's word. */
export class ComplaintFlow1763700000052 implements MigrationInterface {
  readonly name = 'ComplaintFlow1763700000052';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'complaint_clock', { turn: { ...column.count(), default: 1 } });
    await runner.dropIndex('complaint_clock', 'complaint_clock_round');
    await runner.createIndex('complaint_clock', index('complaint_clock_turn', ['complaint_id', 'clock', 'round', 'turn'], true));
    await addColumns(runner, 'complaint', { remind_at: optional(column.instant()) });
    await runner.createIndex('complaint', index('complaint_by_reminder', ['remind_at', 'id']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('complaint', 'complaint_by_reminder');
    await runner.dropColumns('complaint', ['remind_at']);
    // The index of before takes one clock of a name in a round: the one that holds now is kept.
    await runner.query(
      `DELETE FROM complaint_clock WHERE id IN (SELECT id FROM (SELECT a.id FROM complaint_clock a JOIN complaint_clock b
       ON b.complaint_id = a.complaint_id AND b.clock = a.clock AND b.round = a.round AND b.turn > a.turn) replaced)`,
    );
    await runner.dropIndex('complaint_clock', 'complaint_clock_turn');
    await runner.dropColumns('complaint_clock', ['turn']);
    await runner.createIndex('complaint_clock', index('complaint_clock_round', ['complaint_id', 'clock', 'round'], true));
  }
}
