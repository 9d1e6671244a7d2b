import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** 线下认证: an application, what proves it, and who certified it. */
export class Certificate1763700000025 implements MigrationInterface {
  readonly name = 'Certificate1763700000025';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'certificate_case',
      {
        id: column.id(),
        account_id: column.ref(),
        open_for: optional(column.ref()),
        application_id: optional(column.ref()),
        state: column.text(16),
        subject: optional(column.longText()),
        id_number_hash: optional(column.text(64)),
        proofs: column.longText(),
        evidence: optional(column.longText()),
        reason: optional(column.longText()),
        submitted_at: column.instant(),
        ends_at: column.instant(),
        decided_at: optional(column.instant()),
        decided_by: optional(column.ref()),
        community_id: optional(column.ref()),
      },
      [
        ['certificate_case_once', ['open_for'], 'unique'],
        ['certificate_case_by_account', ['account_id', 'id']],
        ['certificate_case_by_number', ['id_number_hash']],
        ['certificate_case_by_end', ['ends_at']],
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['certificate_case']);
  }
}
