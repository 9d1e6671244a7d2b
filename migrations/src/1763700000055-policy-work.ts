import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** The work that follows a year of the calendar, and the warning before it ends. */
export class PolicyWork1763700000055 implements MigrationInterface {
  readonly name = 'PolicyWork1763700000055';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'calendar_job',
      {
        id: column.id(),
        year: column.count(),
        moves: column.flag(),
        state: column.text(16),
        turn: column.count(),
        after_id: optional(column.ref()),
        total: column.count(),
        seen: column.count(),
        started: column.count(),
        resumed: column.count(),
        moved: column.count(),
        created_by: column.ref(),
        created_at: column.instant(),
        finished_at: optional(column.instant()),
      },
      [['calendar_job_by_state', ['state', 'id']]],
    );
    await createTable(runner, 'calendar_warning', { year: { ...column.count(), isPrimary: true }, told_at: column.instant() });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['calendar_job', 'calendar_warning']);
  }
}
