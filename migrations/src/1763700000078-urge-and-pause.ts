import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, column, optional } from './dsl.js';

const FIRST = '1000-01-01 00:00:00.000';
const SECOND = '1000-01-02 00:00:00.000';

/** What the city urges the district on stands before what came back from its owner; clocks that are paused. */
export class UrgeAndPause1763700000078 implements MigrationInterface {
  readonly name = 'UrgeAndPause1763700000078';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'complaint', { urged_due_at: optional(column.instant()), paused_until: optional(column.instant()) });
    await addColumns(runner, 'complaint_clock', {
      paused_at: optional(column.instant()),
      pause_until: optional(column.instant()),
      pause_ground: optional(column.text(16)),
      paused_for: { ...column.text(40), default: "''" },
    });
    await runner.query(`UPDATE complaint SET sort_at = '${SECOND}' WHERE is_open = 1 AND sort_at = '${FIRST}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE complaint SET sort_at = '${FIRST}' WHERE is_open = 1 AND sort_at = '${SECOND}'`);
    await runner.dropColumns('complaint_clock', ['paused_at', 'pause_until', 'pause_ground', 'paused_for']);
    await runner.dropColumns('complaint', ['urged_due_at', 'paused_until']);
  }
}
