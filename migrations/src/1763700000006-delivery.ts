import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

const OUTBOX = 'outbox_message';
const once = (...columnNames: string[]) => new TableIndex({ name: 'outbox_once', columnNames, isUnique: true });

/** What became of each message: its way to the person, what WeChat reported, when it was read, the SMS in its place. */
export class Delivery1763700000006 implements MigrationInterface {
  readonly name = 'Delivery1763700000006';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, OUTBOX, {
      community_id: optional(column.ref()),
      lease_owner: optional(column.text(26)),
      uncertain: { ...column.count(), default: 0 },
      delivered_at: optional(column.instant()),
      read_at: optional(column.instant()),
    });
    // The subject first: all that was sent about one milestone lies together, whatever its kinds.
    await runner.dropIndex(OUTBOX, 'outbox_once');
    await runner.createIndex(OUTBOX, once('subject', 'kind', 'recipient'));
    await runner.createIndex(OUTBOX, new TableIndex({ name: 'outbox_by_recipient', columnNames: ['recipient', 'id'] }));
    await runner.createIndex(OUTBOX, new TableIndex({ name: 'outbox_by_msgid', columnNames: ['msgid'] }));
    await createTable(
      runner,
      'outbox_sms',
      {
        id: column.id(),
        state: column.text(16),
        attempts: column.count(),
        due_at: column.instant(),
        created_at: column.instant(),
        sent_at: optional(column.instant()),
        error: optional(column.text(64)),
      },
      [['outbox_sms_due', ['state', 'due_at']]],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['outbox_sms']);
    // States of before have no word for these.
    await runner.query(`UPDATE ${OUTBOX} SET state = 'sent' WHERE state = 'delivered'`);
    await runner.query(`UPDATE ${OUTBOX} SET state = 'failed' WHERE state = 'refused'`);
    await runner.query(`UPDATE ${OUTBOX} SET state = 'pending' WHERE state = 'parked'`);
    await runner.dropIndex(OUTBOX, 'outbox_by_msgid');
    await runner.dropIndex(OUTBOX, 'outbox_by_recipient');
    await runner.dropIndex(OUTBOX, 'outbox_once');
    await runner.createIndex(OUTBOX, once('kind', 'subject', 'recipient'));
    await runner.dropColumns(OUTBOX, ['community_id', 'lease_owner', 'uncertain', 'delivered_at', 'read_at']);
  }
}
