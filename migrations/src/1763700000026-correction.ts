import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** 提交更正 and 提交房屋信息: what an owner says of the register, and what a clerk answered. */
export class Correction1763700000026 implements MigrationInterface {
  readonly name = 'Correction1763700000026';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'correction',
      {
        id: column.id(),
        account_id: column.ref(),
        application_id: column.ref(),
        kind: column.text(16),
        state: column.text(16),
        subject: column.longText(),
        community_id: optional(column.ref()),
        district_code: column.text(6),
        community: column.text(60),
        building: column.text(40),
        house: column.text(60),
        certificate_no: optional(column.longText()),
        words: optional(column.longText()),
        pictures: column.longText(),
        submitted_at: column.instant(),
        due_at: optional(column.instant()),
        answered_at: optional(column.instant()),
        answered_by: optional(column.ref()),
        reason: optional(column.longText()),
        binding_id: optional(column.ref()),
        keep_until: optional(column.instant()),
      },
      [
        ['correction_once', ['application_id'], 'unique'],
        ['correction_by_account', ['account_id', 'id']],
        ['correction_by_district', ['district_code', 'state', 'due_at']],
        ['correction_by_end', ['keep_until']],
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['correction']);
  }
}
