import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

/** The property register as a port: who waits for its answer, what it reports as moved, and the import of its table. */
export class Register1763700000021 implements MigrationInterface {
  readonly name = 'Register1763700000021';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'title', { place: optional(column.text(200)), fetched_at: optional(column.instant()) });
    await runner.createIndex('title', new TableIndex({ name: 'title_by_fetch', columnNames: ['fetched_at'] }));
    await this.queue(runner);
    await this.changes(runner);
    await this.imports(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['register_query', 'register_turn', 'title_change', 'register_import', 'title_staging']);
    await runner.dropIndex('title', 'title_by_fetch');
    await runner.dropColumns('title', ['place', 'fetched_at']);
  }

  private async queue(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'register_query',
      {
        id: column.id(),
        subject_id: column.ref(),
        person: optional(column.longText()),
        state: column.text(16),
        lease_owner: optional(column.text(26)),
        attempts: column.count(),
        due_at: column.instant(),
        created_at: column.instant(),
        answered_at: optional(column.instant()),
        titles: optional(column.count()),
        error: optional(column.text(64)),
      },
      [
        ['register_query_due', ['state', 'due_at']],
        ['register_query_place', ['state', 'id']],
        ['register_query_by_subject', ['subject_id', 'id']],
        ['register_query_by_lease', ['lease_owner']],
        ['register_query_by_age', ['created_at']],
      ],
    );
    await createTable(runner, 'register_turn', {
      name: column.key(32),
      due_at: column.instant(),
      lease_owner: optional(column.text(26)),
      note: optional(column.text(200)),
    });
  }

  private async changes(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'title_change',
      {
        id: column.id(),
        source: column.text(80),
        house_id: column.ref(),
        kind: column.text(16),
        owners: optional(column.longText()),
        state: column.text(16),
        lease_owner: optional(column.text(26)),
        attempts: column.count(),
        due_at: column.instant(),
        created_at: column.instant(),
      },
      [
        ['title_change_once', ['source', 'house_id'], 'unique'],
        ['title_change_due', ['state', 'due_at']],
        ['title_change_by_lease', ['lease_owner']],
        ['title_change_by_age', ['created_at']],
      ],
    );
  }

  private async imports(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'register_import', {
      id: column.id(),
      digest: column.text(64),
      scope: column.text(16),
      row_count: column.count(),
      unplaced: column.count(),
      moved: column.count(),
      imported_at: column.instant(),
    });
    await createTable(
      runner,
      'title_staging',
      {
        id: column.id(),
        import_id: column.ref(),
        line: column.count(),
        house_id: optional(column.ref()),
        place: column.text(200),
        owner_name: column.longText(),
        owner_name_hash: column.text(64),
        id_type: column.text(24),
        id_number: column.longText(),
        id_number_hash: column.text(64),
        registered_at: column.instant(),
      },
      [
        ['title_staging_by_house', ['import_id', 'house_id', 'id_number_hash']],
        ['title_staging_by_place', ['import_id', 'place', 'id_number_hash']],
      ],
    );
  }
}
