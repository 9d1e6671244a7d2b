import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Districts, companies, communities, buildings, houses and the title register. */
export class Community1763700000002 implements MigrationInterface {
  readonly name = 'Community1763700000002';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'district', { code: column.key(6), name: column.text(40), bureau_name: column.text(80), bureau_phone: column.text(20) });
    await createTable(runner, 'company', { id: column.id(), name: column.text(80), credit_code: column.text(18), hotline: column.text(20) }, [
      ['company_by_credit_code', ['credit_code'], 'unique'],
    ]);
    await createTable(
      runner,
      'community',
      {
        id: column.id(),
        district_code: column.text(6),
        company_id: column.ref(),
        name: column.text(60),
        address: column.text(120),
        service_phone: column.text(20),
        poster_version: column.count(),
        created_at: column.instant(),
        ended_at: optional(column.instant()),
      },
      [
        ['community_by_district', ['district_code', 'id']],
        ['community_by_company', ['company_id', 'id']],
      ],
    );
    await createTable(runner, 'building', { id: column.id(), community_id: column.ref(), name: column.text(40) }, [
      ['building_by_community', ['community_id', 'name'], 'unique'],
    ]);
    await createTable(
      runner,
      'house',
      { id: column.id(), community_id: column.ref(), building_id: column.ref(), name: column.text(60), area: column.count() },
      [['house_by_building', ['building_id', 'name'], 'unique']],
    );
    await createTable(
      runner,
      'title',
      {
        id: column.id(),
        house_id: optional(column.ref()),
        owner_name: column.longText(),
        owner_name_hash: column.text(64),
        id_type: column.text(24),
        id_number: column.longText(),
        id_number_hash: column.text(64),
        registered_at: column.instant(),
      },
      [
        ['title_by_id_number', ['id_number_hash', 'owner_name_hash']],
        ['title_by_house', ['house_id']],
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['district', 'company', 'community', 'building', 'house', 'title']);
  }
}
