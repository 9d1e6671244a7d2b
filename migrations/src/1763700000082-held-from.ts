import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, column, optional } from './dsl.js';

/** Whose a complaint was before the district had it to sort: what was reported so far came from the project. */
export class HeldFrom1763700000082 implements MigrationInterface {
  readonly name = 'HeldFrom1763700000082';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'complaint', { held_from: optional(column.text(16)) });
    const climbed = "SELECT 1 FROM complaint_event e WHERE e.complaint_id = complaint.id AND e.kind IN ('raise', 'escalated', 'urged')";
    await runner.query(
      `UPDATE complaint SET held_from = 'manager' WHERE is_open = 1 AND level = 'district' AND class IN ('bureau', 'outside') AND NOT EXISTS (${climbed})`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('complaint', ['held_from']);
  }
}
