import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, column, optional } from './dsl.js';

/** Papers other than the mainland card: which paper, its number as the title certificate prints it, whose passport; and what a walk is for. */
export class Papers1763700000020 implements MigrationInterface {
  readonly name = 'Papers1763700000020';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'binding_application', {
      id_type: { ...column.text(24), default: "'resident'" },
      id_number_raw: optional(column.longText()),
      nationality: optional(column.text(40)),
      purpose: { ...column.text(16), default: "'bind'" },
    });
    await addColumns(runner, 'person', { id_number_raw: optional(column.longText()), nationality: optional(column.text(40)) });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('person', ['id_number_raw', 'nationality']);
    await runner.dropColumns('binding_application', ['id_type', 'id_number_raw', 'nationality', 'purpose']);
  }
}
