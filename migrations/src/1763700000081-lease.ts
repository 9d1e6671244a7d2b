import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { addColumns, column, optional } from './dsl.js';

const OUTBOX = 'outbox_message';
const UNLEASED = '0'.repeat(26);

/**
 * A message on lease stays `pending`: leasing writes two columns that always have the same size and no index, where it moved an entry
 * of one. A notice to a hundred thousand is leased a hundred thousand times.
 */
export class Lease1763700000081 implements MigrationInterface {
  readonly name = 'Lease1763700000081';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, OUTBOX, {
      lease: { ...column.text(26), default: `'${UNLEASED}'` },
      lease_until: { ...column.instant(), default: "'2000-01-01 00:00:00.000'" },
    });
    await runner.query(`UPDATE ${OUTBOX} SET state = 'pending', lease = lease_owner, lease_until = due_at WHERE state = 'sending'`);
    await runner.dropColumn(OUTBOX, 'lease_owner');
  }

  async down(runner: QueryRunner): Promise<void> {
    await addColumns(runner, OUTBOX, { lease_owner: optional(column.text(26)) });
    await runner.query(`UPDATE ${OUTBOX} SET state = 'sending', lease_owner = lease, due_at = lease_until WHERE state = 'pending' AND lease <> '${UNLEASED}'`);
    await runner.dropColumns(OUTBOX, ['lease', 'lease_until']);
  }
}
