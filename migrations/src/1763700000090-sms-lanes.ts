import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column } from './dsl.js';

const SMS = 'outbox_sms';
const UNLEASED = '0'.repeat(26);
const due = (...columnNames: string[]) => new TableIndex({ name: 'outbox_sms_due', columnNames });

/** SMS are leased, counted and queued as the messages are that they stand for: what is urgent does not wait behind a notice. */
export class SmsLanes1763700000090 implements MigrationInterface {
  readonly name = 'SmsLanes1763700000090';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, SMS, {
      lane: { ...column.count(), default: 1 },
      lease: { ...column.text(26), default: `'${UNLEASED}'` },
      lease_until: { ...column.instant(), default: "'2000-01-01 00:00:00.000'" },
      uncertain: { ...column.count(), default: 0 },
    });
    await runner.query(`UPDATE ${SMS} SET state = 'pending', lease = id, lease_until = due_at WHERE state = 'sending'`);
    const lane = `SELECT m.lane FROM outbox_message m WHERE m.id = ${SMS}.id`;
    await runner.query(`UPDATE ${SMS} SET lane = COALESCE((${lane}), 1) WHERE state = 'pending'`);
    await runner.dropIndex(SMS, 'outbox_sms_due');
    await runner.createIndex(SMS, due('state', 'lane', 'due_at'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex(SMS, 'outbox_sms_due');
    await runner.createIndex(SMS, due('state', 'due_at'));
    // States of before have no word for these.
    await runner.query(`UPDATE ${SMS} SET state = 'sending', due_at = lease_until WHERE state = 'pending' AND lease <> '${UNLEASED}'`);
    await runner.query(`UPDATE ${SMS} SET state = 'pending' WHERE state = 'parked'`);
    await runner.dropColumns(SMS, ['lane', 'lease', 'lease_until', 'uncertain']);
  }
}
