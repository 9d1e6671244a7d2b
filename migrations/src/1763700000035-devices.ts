import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

/** Devices that someone signed in on, whether their phone was proved there, and the spoken answer of a captcha. */
export class Devices1763700000035 implements MigrationInterface {
  readonly name = 'Devices1763700000035';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'device',
      { id: column.id(), account_id: column.ref(), device_hash: column.text(64), proven_at: optional(column.instant()), seen_at: column.instant() },
      [
        ['device_of_account', ['account_id', 'device_hash'], 'unique'],
        ['device_by_age', ['seen_at']],
      ],
    );
    await addColumns(runner, 'session', {
      device_hash: optional(column.text(64)),
      device_name: optional(column.text(40)),
      proven_at: optional(column.instant()),
    });
    // Who is signed in now was never asked: they stay as they are until they sign in again.
    await runner.query('UPDATE session SET proven_at = created_at');
    await addColumns(runner, 'captcha', { spoken_hash: optional(column.text(64)) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('captcha', ['spoken_hash']);
    await runner.dropColumns('session', ['device_hash', 'device_name', 'proven_at']);
    await dropTables(runner, ['device']);
  }
}
