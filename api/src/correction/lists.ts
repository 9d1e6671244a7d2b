import { Injectable } from '@nestjs/common';
import { Brackets } from 'typeorm';
import type { correctionRoutes, CorrectionRow, CorrectionView } from '@wuye/shared/correction';
import type { InputOf } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Database, sqlInstant } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Corrections, rowOf } from './corrections.js';
import { Correction } from './entities.js';
import { problem } from './problems.js';
import { CorrectionTrail } from './trail.js';

type Input<Name extends keyof typeof correctionRoutes> = InputOf<(typeof correctionRoutes)[Name]>;

/** What has no deadline stands last; also the keys of a page. */
const NEVER = '9999-12-31 00:00:00.000';
const DUE = `COALESCE(q.due_at, '${NEVER}')`;

/** What clerks read. */
@Injectable()
export class CorrectionLists {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly corrections: Corrections,
    private readonly trail: CorrectionTrail,
  ) {}

  /** What the caller answers, the nearest deadline first; the level above (市) sees every district's, the overdue ones on top. */
  async work(context: SignedIn, { query }: Input<'workCorrections'>): Promise<{ items: CorrectionRow[]; next: string | null } | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refusesEverywhere(manager, context, 'correction.work');
    if (refused) return refused;
    const scopes = await this.access.scopes(manager, context, 'correction.work');
    const open = query.tab === 'open';
    const list = manager.createQueryBuilder(Correction, 'q').where(open ? "q.state = 'submitted'" : "q.state <> 'submitted'");
    if (!scopes.some(({ scopeType }) => scopeType === 'city')) {
      list.andWhere('q.district_code IN (:...codes)', { codes: scopes.filter(({ scopeType }) => scopeType === 'district').map(({ scopeId }) => scopeId) });
    }
    const [due, id] = query.after?.split('~') ?? [];
    if (open && due && id) {
      list.andWhere(new Brackets((part) => part.where(`${DUE} > :due`).orWhere(`(${DUE} = :due AND q.id > :id)`)), { due, id });
    } else if (!open && id) list.andWhere('q.id < :id', { id });
    if (open) list.orderBy(DUE, 'ASC').addOrderBy('q.id', 'ASC');
    else list.orderBy('q.id', 'DESC');
    const found = await list.limit(query.limit + 1).getMany();
    const last = found.length > query.limit ? found[query.limit - 1] : undefined;
    return { items: found.slice(0, query.limit).map(rowOf), next: last ? `${last.dueAt ? sqlInstant(last.dueAt) : NEVER}~${last.id}` : null };
  }

  /** One of them. Whoever is not its owner leaves a trace: papers and numbers stand there in full. */
  async read(context: SignedIn, { params }: Input<'readCorrection'>): Promise<CorrectionView | Problem> {
    return this.database.transaction(async (tx) => {
      const found = await this.corrections.reach(tx, context, params.id);
      if (!found) return problem('CORRECTION.NOT_FOUND');
      if (found.accountId !== context.who.accountId) {
        const [office] = await this.access.scopes(tx, context, 'correction.read');
        await this.trail.look(tx, context, found, office?.role ?? '');
      }
      return this.corrections.view(tx, context, found);
    });
  }
}
