import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Sessions, idempotency, audit, outbox and stored files. */
export class Platform1763700000001 implements MigrationInterface {
  readonly name = 'Platform1763700000001';

  async up(runner: QueryRunner): Promise<void> {
    await this.sessions(runner);
    await createTable(
      runner,
      'idempotency',
      {
        account_id: column.key(26),
        idem_key: column.key(128),
        request_hash: column.text(64),
        response: optional(column.longText()),
        created_at: column.instant(),
      },
      [['idempotency_by_age', ['created_at']]],
    );
    await createTable(
      runner,
      'audit_entry',
      {
        id: column.id(),
        at: column.instant(),
        account_id: column.ref(),
        action: column.text(64),
        subject: column.text(80),
        detail: optional(column.longText()),
      },
      [
        ['audit_by_subject', ['subject', 'at']],
        ['audit_by_account', ['account_id', 'at']],
      ],
    );
    await this.outbox(runner);
    await createTable(
      runner,
      'file',
      {
        id: column.id(),
        account_id: column.ref(),
        subject_type: optional(column.text(32)),
        subject_id: optional(column.text(64)),
        width: column.count(),
        height: column.count(),
        bytes: column.count(),
        created_at: column.instant(),
      },
      [['file_by_subject', ['subject_type', 'subject_id']]],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['session', 'oauth_state', 'idempotency', 'audit_entry', 'outbox_message', 'file']);
  }

  private async sessions(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'session',
      {
        id: column.id(),
        token_hash: column.text(64),
        account_id: column.ref(),
        created_at: column.instant(),
        seen_at: column.instant(),
        expires_at: column.instant(),
        revoked_at: optional(column.instant()),
      },
      [
        ['session_by_token', ['token_hash'], 'unique'],
        ['session_by_account', ['account_id']],
      ],
    );
    await createTable(
      runner,
      'oauth_state',
      {
        id: column.id(),
        state_hash: column.text(64),
        browser_hash: column.text(64),
        return_to: column.text(1000),
        expires_at: column.instant(),
        used_at: optional(column.instant()),
      },
      [
        ['oauth_state_by_state', ['state_hash'], 'unique'],
        ['oauth_state_by_expiry', ['expires_at']],
      ],
    );
  }

  private async outbox(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'outbox_message',
      {
        id: column.id(),
        kind: column.text(40),
        subject: column.text(64),
        recipient: column.text(64),
        data: column.longText(),
        state: column.text(16),
        attempts: column.count(),
        due_at: column.instant(),
        created_at: column.instant(),
        sent_at: optional(column.instant()),
        msgid: optional(column.text(32)),
        error: optional(column.text(64)),
      },
      [
        ['outbox_once', ['kind', 'subject', 'recipient'], 'unique'],
        ['outbox_due', ['state', 'due_at']],
      ],
    );
  }
}
