import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { intakeRoutes, IntakeSource, MappingBody } from '@wuye/shared/intake';
import type { InputOf } from '@wuye/shared/kit';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Arriving } from './arriving.js';
import { IntakeMapping } from './entities.js';
import type { Reach } from './reach.js';

const ownersOf = ({ home, districts }: Reach): string[] => [...new Set([home, ...districts])];

/** What a source's tables call their columns, kept for each district that takes them in. */
@Injectable()
export class Mappings {
  constructor(
    private readonly database: Database,
    private readonly arriving: Arriving,
  ) {}

  async read(context: SignedIn, { params }: InputOf<typeof intakeRoutes.mapping>): Promise<MappingBody | Problem> {
    const { manager } = this.database;
    const reach = await this.arriving.reach(manager, context, 'intake.import');
    return isProblem(reach) ? reach : { columns: await this.columnsOf(manager, params.source, reach) };
  }

  save(context: SignedIn, { params, body }: InputOf<typeof intakeRoutes.saveMapping>): Promise<MappingBody | Problem> {
    return this.database.transaction(async (tx) => {
      const reach = await this.arriving.reach(tx, context, 'intake.import');
      if (isProblem(reach)) return reach;
      const columns = Object.fromEntries(Object.entries(body.columns).filter(([, name]) => name !== ''));
      const kept = { columns, savedBy: context.who.accountId, savedAt: context.now };
      const rows = ownersOf(reach).map((owner) => ({ id: `${params.source}:${owner}`, ...kept }));
      // One statement: of two who save the first names at once, neither meets the other's row.
      await tx
        .createQueryBuilder()
        .insert()
        .into(IntakeMapping)
        .values(rows)
        .orUpdate(['columns', 'saved_by', 'saved_at'], ['id'])
        .updateEntity(false)
        .execute();
      return { columns };
    });
  }

  /** Of several districts the names that were saved last. */
  async columnsOf(manager: EntityManager, source: IntakeSource, reach: Reach): Promise<MappingBody['columns']> {
    const ids = ownersOf(reach).map((owner) => `${source}:${owner}`);
    const [newest] = await manager.find(IntakeMapping, { where: { id: In(ids) }, order: { savedAt: 'DESC', id: 'ASC' }, take: 1 });
    return newest?.columns ?? {};
  }
}
