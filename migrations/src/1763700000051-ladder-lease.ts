import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, column, optional } from './dsl.js';

/** Who takes the hops of a clock right now: of several instances one. */
export class LadderLease1763700000051 implements MigrationInterface {
  readonly name = 'LadderLease1763700000051';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'complaint_clock', { lease_owner: optional(column.ref()), lease_until: optional(column.instant()) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('complaint_clock', ['lease_owner', 'lease_until']);
  }
}
