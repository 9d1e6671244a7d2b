import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Messages brought to the door: who, when, with which photo. A correction is a row more. */
export class HandDelivery1763700000010 implements MigrationInterface {
  readonly name = 'HandDelivery1763700000010';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'message_hand_delivery', {
      message_id: column.key(26),
      edition: { ...column.count(), isPrimary: true },
      delivered_by: column.longText(),
      delivered_at: column.instant(),
      pictures: column.longText(),
      account_id: column.ref(),
      recorded_at: column.instant(),
      replaced_at: optional(column.instant()),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['message_hand_delivery']);
  }
}
