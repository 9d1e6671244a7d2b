import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type FiguresBy, type FiguresRow, medianOf, spreads } from '@wuye/shared/figures';
import { conditionOf, GROUPS, spreadFor, type Within } from './within.js';

export type Medians = FiguresRow['medians'];

interface Row {
  readonly grp: string;
  readonly measure: (typeof spreads)[number];
  readonly bucket: number;
  readonly n: number | string;
}

const NONE: Medians = { respond: null, close: null };
const MARKS = spreads.map(() => '?').join(', ');

/** Medians of times as they are kept: folded spreads and the facts that are not folded yet, in one statement for all rows of a page. */
@Injectable()
export class MedianTimes {
  /** Of everything that lies within. */
  async whole(manager: EntityManager, months: Months, within: Within): Promise<Medians> {
    return (await this.read(manager, months, within, null)).get('') ?? NONE;
  }

  /** Of each of these rows alone; give no more of them than a page shows. */
  async of(manager: EntityManager, months: Months, within: Within, by: FiguresBy, ids: readonly string[]): Promise<(id: string) => Medians> {
    const column = GROUPS[by];
    const rows = column === 'month' ? within : [...within, [{ column, values: ids }]];
    const found = ids.length === 0 ? new Map<string, Medians>() : await this.read(manager, months, rows, column);
    return (id) => found.get(id) ?? NONE;
  }

  private async read(manager: EntityManager, { from, to }: Months, within: Within, by: (typeof GROUPS)[FiguresBy] | null): Promise<Map<string, Medians>> {
    const { scope, names } = spreadFor(within, by === 'month' ? null : by);
    const group = by === null ? "''" : by;
    const known = by === null || by === 'month' ? group : (names[by] ?? by);
    const [kept, fresh] = [conditionOf(within, names), conditionOf(within, {})];
    const rows = (await manager.query(
      `SELECT grp, measure, bucket, SUM(n) AS n FROM (
         SELECT ${known} AS grp, measure, bucket, n FROM figure_spread WHERE scope_type = ? AND month >= ? AND month <= ? AND ${kept.sql}
         UNION ALL SELECT ${group} AS grp, measure, bucket, delta AS n FROM figure_fact WHERE measure IN (${MARKS}) AND month >= ? AND month <= ? AND ${fresh.sql}
       ) every GROUP BY grp, measure, bucket`,
      [scope, from, to, ...kept.parameters, ...spreads, from, to, ...fresh.parameters],
    )) as Row[];
    const spread = new Map<string, Row[]>();
    for (const row of rows) {
      const key = `${row.measure} ${row.grp}`;
      const some = spread.get(key);
      if (some) some.push(row);
      else spread.set(key, [row]);
    }
    const median = (measure: string, id: string) => medianOf((spread.get(`${measure} ${id}`) ?? []).map(({ bucket, n }) => ({ bucket, n: Number(n) })));
    const ids = new Set(rows.map(({ grp }) => grp));
    return new Map([...ids].map((id) => [id, { respond: median('respond_time', id), close: median('close_time', id) }]));
  }
}

/** From which month to which, both included. */
export interface Months {
  readonly from: string;
  readonly to: string;
}
