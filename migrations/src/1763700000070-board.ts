import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

const line = (name: string) => ({
  [`${name}_phone`]: optional(column.text(20)),
  [`${name}_from`]: optional(column.text(5)),
  [`${name}_to`]: optional(column.text(5)),
});

/** 公示牌: the phones and hours of a community's project and company, and of a district's bureau. */
export class Board1763700000070 implements MigrationInterface {
  readonly name = 'Board1763700000070';

  async up(runner: QueryRunner): Promise<void> {
    const edited = { version: column.count(), updated_by: column.ref(), updated_at: column.instant() };
    await createTable(runner, 'board', { community_id: column.key(26), ...line('project'), ...line('company'), ...edited });
    await createTable(runner, 'board_bureau', { district_code: column.key(6), opens: column.text(5), closes: column.text(5), ...edited });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['board', 'board_bureau']);
  }
}
