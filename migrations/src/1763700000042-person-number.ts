import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables } from './dsl.js';

/** An id number under each key that it may be hashed with: one person a number, while keys change, too. */
export class PersonNumber1763700000042 implements MigrationInterface {
  readonly name = 'PersonNumber1763700000042';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'person_number', { hash: column.key(64), person_id: column.ref() }, [['person_number_by_person', ['person_id']]]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['person_number']);
  }
}
