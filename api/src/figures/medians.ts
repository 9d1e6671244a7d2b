import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type FiguresBy, type FiguresRow, medianOf, spreads } from '@wuye/shared/figures';
import { conditionOf, GROUPS, rowsWithin, spreadFor, type Within } from './within.js';

export type Medians = FiguresRow['medians'];

interface Row {
  readonly grp: string;
  readonly measure: (typeof spreads)[number];
  readonly bucket: number;
  readonly n: number;
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
    const found = ids.length === 0 ? new Map<string, Medians>() : await this.read(manager, months, rowsWithin(within, by, ids), column);
    return (id) => found.get(id) ?? NONE;
  }

  private async read(manager: EntityManager, { from, to }: Months, within: Within, by: (typeof GROUPS)[FiguresBy] | null): Promise<Map<string, Medians>> {
    const { scope, names } = spreadFor(within, by === 'month' ? null : by);
    const group = by === null ? "''" : by;
    const known = by === null || by === 'month' ? group : (names[by] ?? by);
    const [kept, fresh] = [conditionOf(within, names), conditionOf(within, {})];
    // Not grouped by the server: its temporary table costs more than the rows, which are read from the index alone.
    const rows = (await manager.query(
      `SELECT ${known} AS grp, measure, bucket, n FROM figure_spread WHERE scope_type = ? AND month >= ? AND month <= ? AND ${kept.sql}
       UNION ALL SELECT ${group} AS grp, measure, bucket, delta AS n FROM figure_fact WHERE measure IN (${MARKS}) AND month >= ? AND month <= ? AND ${fresh.sql}`,
      [scope, from, to, ...kept.parameters, ...spreads, from, to, ...fresh.parameters],
    )) as Row[];
    return mediansOf(rows);
  }
}

/** A fact may take back what the spread has: each bucket is added up before any is looked at. */
function mediansOf(rows: readonly Row[]): Map<string, Medians> {
  const groups = new Map<string, Record<Row['measure'], Map<number, number>>>();
  for (const { grp, measure, bucket, n } of rows) {
    let group = groups.get(grp);
    if (!group) groups.set(grp, (group = { respond_time: new Map(), close_time: new Map() }));
    group[measure].set(bucket, (group[measure].get(bucket) ?? 0) + n);
  }
  const median = (times: ReadonlyMap<number, number>) => medianOf([...times].map(([bucket, n]) => ({ bucket, n })));
  return new Map([...groups].map(([id, { respond_time: respond, close_time: closed }]) => [id, { respond: median(respond), close: median(closed) }]));
}

/** From which month to which, both included. */
export interface Months {
  readonly from: string;
  readonly to: string;
}
