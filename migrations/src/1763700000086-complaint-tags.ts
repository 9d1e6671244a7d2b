import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { column, createTable, dropTables } from './dsl.js';

/** What a complaint is from its beginning, or once: the other filters of the table. */
const INDEXES = [
  ['complaint_table_kind', ['district_code', 'kind', 'id']],
  ['complaint_table_source', ['district_code', 'source', 'id']],
  ['complaint_table_class', ['district_code', 'class', 'id']],
] as const;
const TAGS = ['grave', 'grouped', 'repeated', 'reopened', 'responded', 'on_time', 'closed', 'resolved', 'rated', 'satisfied'];
const FLAGS = ['grave', 'grouped', 'repeated', 'reopened'];

/** What complaints count as, in rows of their own: a search for what few are reads those few. */
export class ComplaintTags1763700000086 implements MigrationInterface {
  readonly name = 'ComplaintTags1763700000086';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'complaint_tag', { district_code: column.key(6), tag: column.key(16), id: column.key(26) });
    for (const tag of TAGS) {
      const flagged = FLAGS.includes(tag) ? ` OR ${tag} = 1` : '';
      await runner.query(
        `INSERT INTO complaint_tag (district_code, tag, id) SELECT district_code, '${tag}', id FROM complaint WHERE counted LIKE '%"${tag}"%'${flagged}`,
      );
    }
    for (const [name, columnNames] of INDEXES) await runner.createIndex('complaint', new TableIndex({ name, columnNames: [...columnNames] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.dropIndex('complaint', name);
    await dropTables(runner, ['complaint_tag']);
  }
}
