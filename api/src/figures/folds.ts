import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { spreads } from '@wuye/shared/figures';
import { addUp, Database, newId, StartOver } from '../platform/database/index.js';
import { FigureFact, FigureSpread, FigureTally } from './entities.js';

/** Facts of one fold: a transaction that is over soon. */
const BATCH = 1_000;
const TIMES = new Set<string>(spreads);

/** Folds facts into sums, so that reading stays as quick as there are communities, however much happened. */
@Injectable()
export class Folds {
  constructor(private readonly database: Database) {}

  /** Folds all there is; how many facts. Several instances may fold at once: a fact that another took is left to it. */
  async run(now: Date): Promise<number> {
    let folded = 0;
    for (;;) {
      const some = await this.database.transaction((tx) => this.fold(tx, now)).catch(givenUp);
      if (some === 0) return folded;
      folded += some;
    }
  }

  private async fold(tx: EntityManager, now: Date): Promise<number> {
    const facts = await tx.find(FigureFact, { order: { id: 'ASC' }, take: BATCH });
    if (facts.length === 0) return 0;
    const { affected } = await tx.delete(FigureFact, { id: In(facts.map(({ id }) => id)) });
    // Another instance folds the same ones: all of this is undone, they are its.
    if (affected !== facts.length) throw new StartOver();
    await addUp(tx, FigureTally, ['communityId', 'month', 'companyId', 'districtCode', 'measure'], talliesOf(facts, now));
    await addUp(tx, FigureSpread, ['scopeType', 'scopeId', 'month', 'measure', 'bucket', 'companyId', 'districtCode'], spreadsOf(facts, now));
    return facts.length;
  }
}

function givenUp(error: unknown): number {
  if (error instanceof StartOver) return 0;
  throw error;
}

function talliesOf(facts: readonly FigureFact[], now: Date): FigureTally[] {
  const sums = new Map<string, FigureTally>();
  for (const { communityId, companyId, districtCode, month, measure, delta } of facts) {
    if (TIMES.has(measure)) continue;
    const key = [communityId, month, companyId, districtCode, measure].join(' ');
    const sum = sums.get(key) ?? { id: newId(now), communityId, companyId, districtCode, month, measure, n: 0 };
    sums.set(key, { ...sum, n: sum.n + delta });
  }
  return inOrder(sums);
}

function spreadsOf(facts: readonly FigureFact[], now: Date): FigureSpread[] {
  const sums = new Map<string, FigureSpread>();
  for (const { communityId, companyId, districtCode, month, measure, bucket, delta } of facts) {
    if (!TIMES.has(measure)) continue;
    const scopes = [
      { scopeType: 'community', scopeId: communityId, companyId, districtCode },
      { scopeType: 'company', scopeId: companyId, companyId, districtCode },
      { scopeType: 'district', scopeId: districtCode, companyId: '', districtCode },
      { scopeType: 'city', scopeId: '', companyId: '', districtCode: '' },
    ];
    for (const scope of scopes) {
      const key = [...Object.values(scope), month, measure, bucket].join(' ');
      const sum = sums.get(key) ?? { id: newId(now), ...scope, month, measure, bucket, n: 0 };
      sums.set(key, { ...sum, n: sum.n + delta });
    }
  }
  return inOrder(sums);
}

/** In one order everywhere: two folds that meet wait for each other instead of blocking each other. */
const inOrder = <T extends { n: number }>(sums: ReadonlyMap<string, T>): T[] =>
  [...sums]
    .filter(([, { n }]) => n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => sum);
