import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Accounts, people, their bindings and appointments, and what proves who they are. */
export class Identity1763700000003 implements MigrationInterface {
  readonly name = 'Identity1763700000003';

  async up(runner: QueryRunner): Promise<void> {
    await this.people(runner);
    await this.bindings(runner);
    await this.proofs(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['account', 'person', 'consent', 'binding_application', 'binding', 'appointment', 'captcha', 'sms_code']);
  }

  private async people(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'account', { id: column.id(), openid: column.text(64), person_id: optional(column.ref()), created_at: column.instant() }, [
      ['account_by_openid', ['openid'], 'unique'],
      ['account_by_person', ['person_id']],
    ]);
    await createTable(
      runner,
      'person',
      {
        id: column.id(),
        name: column.longText(),
        id_type: optional(column.text(24)),
        id_number: optional(column.longText()),
        id_number_hash: optional(column.text(64)),
        phone: column.longText(),
        phone_hash: column.text(64),
        certified: column.text(16),
        certified_at: optional(column.instant()),
        created_at: column.instant(),
      },
      [
        ['person_by_id_number', ['id_number_hash'], 'unique'],
        ['person_by_phone', ['phone_hash']],
      ],
    );
    await createTable(
      runner,
      'consent',
      { id: column.id(), account_id: column.ref(), document: column.text(32), version: column.text(20), at: column.instant() },
      [['consent_by_account', ['account_id', 'document']]],
    );
  }

  private async bindings(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'binding_application',
      {
        id: column.id(),
        account_id: column.ref(),
        state: column.text(16),
        name: column.longText(),
        id_number: column.longText(),
        phone: column.longText(),
        face_verify_id: optional(column.text(128)),
        face_failures: column.count(),
        created_at: column.instant(),
        expires_at: column.instant(),
      },
      [['binding_application_by_account', ['account_id', 'created_at']]],
    );
    await createTable(
      runner,
      'binding',
      {
        id: column.id(),
        person_id: column.ref(),
        house_id: column.ref(),
        community_id: column.ref(),
        bound_at: column.instant(),
      },
      [
        ['binding_once', ['person_id', 'house_id'], 'unique'],
        ['binding_by_community', ['community_id', 'person_id']],
        ['binding_by_house', ['house_id']],
      ],
    );
    await createTable(
      runner,
      'appointment',
      {
        id: column.id(),
        role: column.text(24),
        scope_type: column.text(16),
        scope_id: column.text(26),
        name: column.longText(),
        phone: column.longText(),
        phone_hash: column.text(64),
        person_id: optional(column.ref()),
        appointed_at: column.instant(),
        ended_at: optional(column.instant()),
      },
      [
        ['appointment_by_phone', ['phone_hash']],
        ['appointment_by_person', ['person_id']],
        ['appointment_by_scope', ['scope_type', 'scope_id', 'role']],
      ],
    );
  }

  private async proofs(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'captcha',
      { id: column.id(), account_id: column.ref(), answer_hash: column.text(64), expires_at: column.instant(), used_at: optional(column.instant()) },
      [['captcha_by_expiry', ['expires_at']]],
    );
    await createTable(
      runner,
      'sms_code',
      {
        id: column.id(),
        account_id: column.ref(),
        phone_hash: column.text(64),
        address_hash: column.text(64),
        code_hash: column.text(64),
        failures: column.count(),
        created_at: column.instant(),
        expires_at: column.instant(),
        used_at: optional(column.instant()),
      },
      [
        ['sms_code_by_phone', ['phone_hash', 'created_at']],
        ['sms_code_by_address', ['address_hash', 'created_at']],
      ],
    );
  }
}
