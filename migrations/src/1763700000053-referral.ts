import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Other bodies that a district refers complaints to, and each referral with what became of it. */
export class Referral1763700000053 implements MigrationInterface {
  readonly name = 'Referral1763700000053';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'referral_body',
      {
        id: column.id(),
        district_code: column.text(6),
        name: column.text(40),
        kind: column.text(16),
        phone: column.text(20),
        created_by: column.ref(),
        created_at: column.instant(),
        ended_at: optional(column.instant()),
      },
      [['referral_body_by_district', ['district_code', 'id']]],
    );
    await createTable(
      runner,
      'complaint_referral',
      {
        id: column.id(),
        complaint_id: column.ref(),
        turn: column.count(),
        body_id: column.ref(),
        from_level: column.text(16),
        state: column.text(16),
        referred_by: column.ref(),
        referred_at: column.instant(),
        answered_at: optional(column.instant()),
      },
      [['complaint_referral_turn', ['complaint_id', 'turn'], 'unique']],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['referral_body', 'complaint_referral']);
  }
}
