import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables } from './dsl.js';

/** How far an account has read complaints: one by one, and a tab of its work list as a whole. */
export class ComplaintRead1763700000075 implements MigrationInterface {
  readonly name = 'ComplaintRead1763700000075';

  async up(runner: QueryRunner): Promise<void> {
    const read = { event_id: column.ref(), read_at: column.instant() };
    await createTable(runner, 'complaint_read', { account_id: column.key(26), complaint_id: column.key(26), ...read });
    await createTable(runner, 'complaint_read_tab', { account_id: column.key(26), tab: column.key(8), ...read });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['complaint_read', 'complaint_read_tab']);
  }
}
