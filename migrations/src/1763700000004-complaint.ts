import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Complaints (业主有话说), their clocks and their timeline. */
export class Complaint1763700000004 implements MigrationInterface {
  readonly name = 'Complaint1763700000004';

  async up(runner: QueryRunner): Promise<void> {
    await this.complaint(runner);
    await createTable(
      runner,
      'complaint_clock',
      {
        id: column.id(),
        complaint_id: column.ref(),
        clock: column.text(16),
        started_at: column.instant(),
        due_at: column.instant(),
        met_at: optional(column.instant()),
        sentence: column.text(200),
        source: column.text(80),
      },
      [
        ['complaint_clock_once', ['complaint_id', 'clock'], 'unique'],
        ['complaint_clock_due', ['met_at', 'due_at']],
      ],
    );
    await createTable(
      runner,
      'complaint_event',
      {
        id: column.id(),
        complaint_id: column.ref(),
        at: column.instant(),
        kind: column.text(16),
        account_id: column.ref(),
        role: column.text(24),
        actor_name: column.text(40),
        words: optional(column.longText()),
        pictures: column.longText(),
      },
      [['complaint_event_by_complaint', ['complaint_id', 'id']]],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['complaint', 'complaint_clock', 'complaint_event']);
  }

  private async complaint(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'complaint',
      {
        id: column.id(),
        no: column.text(15),
        account_id: column.ref(),
        person_id: optional(column.ref()),
        community_id: column.ref(),
        company_id: column.ref(),
        district_code: column.text(6),
        policy: column.text(24),
        kind: column.text(16),
        category: column.text(16),
        title: column.text(60),
        words: optional(column.longText()),
        place: optional(column.longText()),
        pictures: column.longText(),
        anonymous: column.flag(),
        phone: optional(column.longText()),
        state: column.text(16),
        reopened: column.flag(),
        closing_reason: optional(column.text(24)),
        rating: optional(column.text(16)),
        submitted_at: column.instant(),
        due_at: optional(column.instant()),
      },
      [
        ['complaint_by_no', ['no'], 'unique'],
        ['complaint_by_account', ['account_id', 'id']],
        ['complaint_work_community', ['community_id', 'state', 'due_at']],
        ['complaint_work_company', ['company_id', 'state', 'due_at']],
        ['complaint_work_district', ['district_code', 'state', 'due_at']],
      ],
    );
  }
}
