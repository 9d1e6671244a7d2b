import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

/** What all instances share of WeChat: tokens, pushed events, alarms; and who follows the account. */
export class Wechat1763700000005 implements MigrationInterface {
  readonly name = 'Wechat1763700000005';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'wechat_token', {
      name: column.key(64),
      value: optional(column.longText()),
      digest: optional(column.text(64)),
      valid_until: optional(column.instant()),
      lease_owner: optional(column.text(26)),
      lease_until: optional(column.instant()),
      forced_at: optional(column.instant()),
    });
    await this.events(runner);
    await createTable(runner, 'wechat_alarm', {
      code: column.key(24),
      path: column.key(80),
      detail: column.text(160),
      first_at: column.instant(),
      last_at: column.instant(),
    });
    await addColumns(runner, 'account', { subscribed: column.flag(), subscribed_at: optional(column.instant()), subscription_at: optional(column.instant()) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('account', ['subscribed', 'subscribed_at', 'subscription_at']);
    await dropTables(runner, ['wechat_token', 'wechat_event', 'wechat_alarm']);
  }

  private async events(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'wechat_event',
      {
        id: column.id(),
        dedupe: column.text(64),
        kind: column.text(64),
        openid_hash: column.text(64),
        payload: optional(column.longText()),
        happened_at: column.instant(),
        received_at: column.instant(),
        state: column.text(16),
        lease_owner: optional(column.text(26)),
        attempts: column.count(),
        due_at: column.instant(),
        error: optional(column.text(64)),
      },
      [
        ['wechat_event_once', ['dedupe'], 'unique'],
        ['wechat_event_due', ['state', 'due_at']],
        ['wechat_event_by_person', ['openid_hash']],
      ],
    );
  }
}
