import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column } from './dsl.js';

const OUTBOX = 'outbox_message';
const due = (...columnNames: string[]) => new TableIndex({ name: 'outbox_due', columnNames });

/** What is urgent does not queue behind a notice to everybody, and what was sent waits for its report until a known instant. */
export class Lanes1763700000060 implements MigrationInterface {
  readonly name = 'Lanes1763700000060';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, OUTBOX, { lane: { ...column.count(), default: 1 } });
    // Nothing was promised of what was sent before: its report is not missed.
    await runner.query(`UPDATE ${OUTBOX} SET due_at = '9999-12-31 00:00:00.000' WHERE state = 'sent'`);
    await runner.dropIndex(OUTBOX, 'outbox_due');
    await runner.createIndex(OUTBOX, due('state', 'lane', 'due_at'));
    // A report names the person, too, whose messages have an index: one index less to keep up while a notice is sent.
    await runner.dropIndex(OUTBOX, 'outbox_by_msgid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.createIndex(OUTBOX, new TableIndex({ name: 'outbox_by_msgid', columnNames: ['msgid'] }));
    await runner.dropIndex(OUTBOX, 'outbox_due');
    await runner.createIndex(OUTBOX, due('state', 'due_at'));
    await runner.dropColumn(OUTBOX, 'lane');
  }
}
