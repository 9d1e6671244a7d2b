import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

const index = (name: string, columnNames: string[]): TableIndex => new TableIndex({ name, columnNames });

/** Who joined a complaint, when it was made public, and the indexes by which its like are found. */
export class Together1763700000066 implements MigrationInterface {
  readonly name = 'Together1763700000066';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'complaint_joiner', { id: column.id(), complaint_id: column.ref(), account_id: column.ref(), joined_at: column.instant() }, [
      ['complaint_joiner_once', ['complaint_id', 'account_id'], 'unique'],
      ['complaint_joiner_by_account', ['account_id', 'id']],
    ]);
    await addColumns(runner, 'complaint', { published_at: optional(column.instant()), caller: optional(column.longText()) });
    await runner.createIndex('complaint', index('complaint_like', ['community_id', 'category', 'submitted_at']));
    await runner.createIndex('complaint', index('complaint_public', ['community_id', 'published_at', 'id']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('complaint', 'complaint_public');
    await runner.dropIndex('complaint', 'complaint_like');
    await runner.dropColumns('complaint', ['published_at', 'caller']);
    await dropTables(runner, ['complaint_joiner']);
  }
}
