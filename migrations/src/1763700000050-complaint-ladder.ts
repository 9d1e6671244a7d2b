import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

const LISTS = [
  ['complaint_list_community', ['community_id', 'is_open', 'sort_at', 'id']],
  ['complaint_list_company', ['company_id', 'is_open', 'sort_at', 'id']],
  ['complaint_list_district', ['district_code', 'is_open', 'sort_at', 'id']],
  ['complaint_list_city', ['is_open', 'sort_at', 'id']],
] as const;
const OLD_LISTS = [
  ['complaint_work_community', ['community_id', 'state', 'due_at']],
  ['complaint_work_company', ['company_id', 'state', 'due_at']],
  ['complaint_work_district', ['district_code', 'state', 'due_at']],
] as const;

/** A city's rules as versions, years of the calendar that are entered, and complaints that climb a ladder in rounds. */
export class ComplaintLadder1763700000050 implements MigrationInterface {
  readonly name = 'ComplaintLadder1763700000050';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'city_policy',
      { id: column.id(), version: column.count(), document: column.longText(), note: column.text(200), created_by: column.ref(), created_at: column.instant() },
      [['city_policy_by_version', ['version'], 'unique']],
    );
    await createTable(runner, 'calendar_year', {
      year: { ...column.count(), isPrimary: true },
      document: column.longText(),
      entered_by: column.ref(),
      entered_at: column.instant(),
    });
    await this.complaint(runner);
    await this.clock(runner);
    await addColumns(runner, 'complaint_event', { internal: column.flag() });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('complaint_clock', 'complaint_clock_next');
    await runner.dropIndex('complaint_clock', 'complaint_clock_round');
    await runner.dropColumns('complaint_event', ['internal']);
    await runner.dropColumns('complaint_clock', ['round', 'void_at', 'rung', 'next_at', 'hop_due_at']);
    await index(runner, 'complaint_clock', 'complaint_clock_once', ['complaint_id', 'clock'], true);
    await index(runner, 'complaint_clock', 'complaint_clock_due', ['met_at', 'due_at']);
    for (const [name] of LISTS) await runner.dropIndex('complaint', name);
    await runner.dropIndex('complaint', 'complaint_by_outside_no');
    for (const [name, columns] of OLD_LISTS) await index(runner, 'complaint', name, columns);
    await runner.dropColumns('complaint', COMPLAINT_COLUMNS);
    await dropTables(runner, ['city_policy', 'calendar_year']);
  }

  private async complaint(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'complaint', {
      policy_version: { ...column.count(), default: 0 },
      street_code: optional(column.text(9)),
      house_id: optional(column.ref()),
      source: { ...column.text(16), default: "'code'" },
      outside_no: optional(column.text(64)),
      class: optional(column.text(16)),
      level: { ...column.text(16), default: "'manager'" },
      round: { ...column.count(), default: 1 },
      assignee_id: optional(column.ref()),
      proposed_date: optional(column.text(10)),
      agreed_date: optional(column.text(10)),
      grave: column.flag(),
      grouped: column.flag(),
      repeated: column.flag(),
      joiners: { ...column.count(), default: 0 },
      is_open: column.flag(),
      sort_at: { ...column.instant(), default: "'9999-12-31 00:00:00.000'" },
      responded_at: optional(column.instant()),
      accepted_at: optional(column.instant()),
      closed_at: optional(column.instant()),
    });
    await runner.query(
      `UPDATE complaint SET is_open = 1, sort_at = COALESCE(due_at, sort_at) WHERE state IN ('submitted', 'responded', 'reopened', 'escalated')`,
    );
    await runner.query('UPDATE complaint SET sort_at = submitted_at WHERE is_open = 0');
    for (const [name] of OLD_LISTS) await runner.dropIndex('complaint', name);
    for (const [name, columns] of LISTS) await index(runner, 'complaint', name, columns);
    await index(runner, 'complaint', 'complaint_by_outside_no', ['source', 'outside_no'], true);
  }

  private async clock(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'complaint_clock', {
      round: { ...column.count(), default: 1 },
      void_at: optional(column.instant()),
      rung: { ...column.count(), default: -1 },
      next_at: optional(column.instant()),
      hop_due_at: optional(column.instant()),
    });
    await runner.dropIndex('complaint_clock', 'complaint_clock_once');
    await runner.dropIndex('complaint_clock', 'complaint_clock_due');
    await index(runner, 'complaint_clock', 'complaint_clock_round', ['complaint_id', 'clock', 'round'], true);
    await index(runner, 'complaint_clock', 'complaint_clock_next', ['next_at', 'id']);
  }
}

const COMPLAINT_COLUMNS = [
  'policy_version',
  'street_code',
  'house_id',
  'source',
  'outside_no',
  'class',
  'level',
  'round',
  'assignee_id',
  'proposed_date',
  'agreed_date',
  'grave',
  'grouped',
  'repeated',
  'joiners',
  'is_open',
  'sort_at',
  'responded_at',
  'accepted_at',
  'closed_at',
];

const index = (runner: QueryRunner, table: string, name: string, columnNames: readonly string[], isUnique = false): Promise<void> =>
  runner.createIndex(table, new TableIndex({ name, columnNames: [...columnNames], isUnique }));
