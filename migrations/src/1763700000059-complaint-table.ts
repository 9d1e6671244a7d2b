import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** Each begins with a scope, and a filter, and ends with the id: the first page of a million rows costs what it shows. */
const INDEXES = [
  ['complaint_table_community', ['community_id', 'id']],
  ['complaint_table_company', ['company_id', 'id']],
  ['complaint_table_district', ['district_code', 'id']],
  ['complaint_table_state', ['district_code', 'state', 'id']],
  ['complaint_table_category', ['district_code', 'category', 'id']],
  ['complaint_table_level', ['district_code', 'level', 'id']],
  ['complaint_table_rating', ['district_code', 'rating', 'id']],
  ['complaint_table_flags', ['district_code', 'late', 'id']],
] as const;

export class ComplaintTable1763700000059 implements MigrationInterface {
  readonly name = 'ComplaintTable1763700000059';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columnNames] of INDEXES) await runner.createIndex('complaint', new TableIndex({ name, columnNames: [...columnNames] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.dropIndex('complaint', name);
  }
}
