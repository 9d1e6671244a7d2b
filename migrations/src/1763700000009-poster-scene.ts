import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** The account's QR code of each edition of a poster. */
export class PosterScene1763700000009 implements MigrationInterface {
  readonly name = 'PosterScene1763700000009';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'poster_scene', {
      community_id: column.key(26),
      version: { ...column.count(), isPrimary: true },
      ticket: optional(column.text(255)),
      url: optional(column.text(255)),
      error: optional(column.text(64)),
      attempts: column.count(),
      due_at: column.instant(),
      created_at: column.instant(),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['poster_scene']);
  }
}
