import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

/** Whose data an audited act was about, and the chain of blocks that the entries are sealed into. */
export class AuditChain1763700000041 implements MigrationInterface {
  readonly name = 'AuditChain1763700000041';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'audit_entry', { about: optional(column.ref()), block_seq: optional(column.count()) });
    for (const [name, columnNames] of INDEXES) await runner.createIndex('audit_entry', new TableIndex({ name, columnNames: [...columnNames] }));
    await createTable(
      runner,
      'audit_block',
      {
        seq: { ...column.count(), isPrimary: true },
        previous: column.text(64),
        root: column.text(64),
        entries: column.count(),
        hash: column.text(64),
        signed: column.text(120),
        digests: optional(column.longText()),
        first_at: column.instant(),
        last_at: column.instant(),
        sealed_at: column.instant(),
        pruned_at: optional(column.instant()),
      },
      [['audit_block_by_age', ['last_at']]],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['audit_block']);
    for (const [name] of INDEXES) await runner.dropIndex('audit_entry', name);
    await runner.dropColumns('audit_entry', ['about', 'block_seq']);
  }
}

const INDEXES = [
  ['audit_by_about', ['about', 'id']],
  ['audit_by_block', ['block_seq', 'id']],
  ['audit_by_action', ['action', 'id']],
] as const;
