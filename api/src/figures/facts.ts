import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { monthOf } from '@wuye/shared/figures';
import { insertRows, newId } from '../platform/database/index.js';
import { FigureFact } from './entities.js';

/** Where and when the thing that is counted belongs. */
export interface Counted {
  readonly communityId: string;
  readonly companyId: string;
  readonly districtCode: string;
  readonly submittedAt: Date;
}

/** What a thing counts as: measures by name, times as `respond_time:120`. Kept with the thing, so that a change is a difference. */
export type Tags = readonly string[];

/** The changes of one thing's figures, before they have their rows. */
export interface Change {
  readonly of: Counted;
  readonly before: Tags;
  readonly after: Tags;
}

/** Writes what changed of the figures, in the transaction that changed it. */
@Injectable()
export class Facts {
  async write(tx: EntityManager, now: Date, changes: readonly Change[]): Promise<void> {
    const rows = changes.flatMap(({ of, before, after }) => [
      ...after.filter((tag) => !before.includes(tag)).map((tag) => factOf(of, tag, 1, now)),
      ...before.filter((tag) => !after.includes(tag)).map((tag) => factOf(of, tag, -1, now)),
    ]);
    await insertRows(tx, FigureFact, rows);
  }
}

function factOf({ communityId, companyId, districtCode, submittedAt }: Counted, tag: string, delta: number, now: Date): FigureFact {
  const [measure = '', bucket = '0'] = tag.split(':');
  return { id: newId(now), communityId, companyId, districtCode, month: monthOf(submittedAt.getTime()), measure, bucket: Number(bucket), delta };
}
