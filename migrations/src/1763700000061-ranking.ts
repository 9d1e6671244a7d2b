import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Red and black lists: each month's standings, what became of those that are listed, and the advice that was issued. */
export class Ranking1763700000061 implements MigrationInterface {
  readonly name = 'Ranking1763700000061';

  async up(runner: QueryRunner): Promise<void> {
    const scope = { scope_type: column.text(16), scope_id: column.ref(), company_id: column.ref(), district_code: column.text(6), month: column.text(7) };
    await createTable(runner, 'ranking_run', { month: column.key(7), policy_version: column.count(), computed_at: column.instant() });
    await createTable(
      runner,
      'ranking_standing',
      {
        id: column.id(),
        ...scope,
        from_month: column.text(7),
        list: column.text(8),
        too_few: column.flag(),
        cases: column.count(),
        responded_on_time: column.count(),
        resolved: column.count(),
        satisfied: column.count(),
        rated: column.count(),
      },
      [
        ['ranking_standing_once', ['month', 'scope_type', 'scope_id', 'district_code'], 'unique'],
        ['ranking_standing_by_district', ['month', 'scope_type', 'district_code']],
      ],
    );
    await createTable(
      runner,
      'ranking_listing',
      {
        id: column.id(),
        ...scope,
        list: column.text(8),
        state: column.text(16),
        rule: column.longText(),
        standings: column.longText(),
        created_at: column.instant(),
        noticed_at: optional(column.instant()),
        noticed_by: optional(column.ref()),
        notice_ends_at: optional(column.instant()),
        appealed_at: optional(column.instant()),
        appealed_by: optional(column.ref()),
        appeal_words: optional(column.longText()),
        appeal_pictures: optional(column.longText()),
        decided_at: optional(column.instant()),
        decided_by: optional(column.ref()),
        upheld: optional(column.text(3)),
        decision_reason: optional(column.longText()),
        published_at: optional(column.instant()),
        published_by: optional(column.ref()),
        ended_at: optional(column.instant()),
        ended_by: optional(column.ref()),
        end_reason: optional(column.longText()),
      },
      [
        ['ranking_listing_once', ['month', 'scope_type', 'scope_id', 'district_code', 'list'], 'unique'],
        ['ranking_listing_by_district', ['district_code', 'id']],
        ['ranking_listing_by_company', ['company_id', 'id']],
        ['ranking_listing_by_state', ['state', 'month']],
      ],
    );
    await createTable(
      runner,
      'ranking_advice',
      {
        id: column.id(),
        listing_id: column.ref(),
        district_code: column.text(6),
        year: column.count(),
        seq: column.count(),
        document: column.longText(),
        issued_at: column.instant(),
        issued_by: column.ref(),
      },
      [
        ['ranking_advice_number', ['district_code', 'year', 'seq'], 'unique'],
        ['ranking_advice_by_listing', ['listing_id', 'id']],
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['ranking_run', 'ranking_standing', 'ranking_listing', 'ranking_advice']);
  }
}
