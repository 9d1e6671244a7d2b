import type { EntityManager } from 'typeorm';
import { baseColumns, type BaseColumn, type BaseKind, checkBaseRow, optionalColumns } from '@wuye/shared/base';
import type { CellFault } from '@wuye/shared/kit';
import { Community } from '../community/index.js';
import { insertRows, updateRows } from '../platform/database/index.js';
import { type Columns, Faults, type SheetRow, tableRows } from '../platform/sheet/index.js';
import { Directory } from './directory.js';
import { type Ground, type Kind, kinds, type Settled, type Sound } from './kinds.js';
import { Seen } from './seen.js';

/** Rows of one statement. SQLite takes an expression of at most a thousand levels. */
const CHUNK = 200;

/** A community that another company serves from now on. */
export interface Handover {
  readonly communityId: string;
  readonly from: string;
  readonly to: string;
}

type Known = Extract<Settled, { key: string }>;

/** One reading of a file, from its first row to its last: to check it, then to write it. */
export class Pass {
  readonly faults = new Faults();
  readonly doubts = new Faults();
  readonly handovers: Handover[] = [];
  rows = 0;
  added = 0;
  changed = 0;
  same = 0;
  private readonly seen = new Seen();
  private readonly rule: Kind;

  constructor(
    private readonly kind: BaseKind,
    private readonly write: boolean,
    private readonly progress: (rows: number) => void,
  ) {
    this.rule = kinds[kind] as unknown as Kind;
  }

  async run(manager: EntityManager, source: AsyncIterable<SheetRow>, now: Date): Promise<this> {
    const ground = { manager, directory: await Directory.load(manager), now };
    const columns = baseColumns[this.kind] as unknown as Columns<BaseColumn>;
    let sound: Sound[] = [];
    for await (const { line, cells } of tableRows(source, columns, optionalColumns[this.kind] as readonly BaseColumn[])) {
      this.rows += 1;
      const { values, faults, doubts } = checkBaseRow(this.kind, cells);
      this.faults.report(faults.map((fault) => ({ line, ...fault })));
      this.doubts.report(doubts.map((doubt) => ({ line, ...doubt })));
      if (faults.length === 0) sound.push({ line, values });
      if (sound.length === CHUNK) {
        await this.take(ground, sound);
        sound = [];
      }
      this.progress(this.rows);
    }
    await this.take(ground, sound);
    const doubled = this.seen.doubled().map(({ line, first }) => ({ line, column: this.head(this.rule.key), why: `与第 ${first} 行重复` }));
    this.faults.report(doubled);
    return this;
  }

  private head(column: string): string {
    return (baseColumns[this.kind] as Readonly<Record<string, readonly string[]>>)[column]?.[0] ?? column;
  }

  private async take(ground: Ground, sound: readonly Sound[]): Promise<void> {
    if (sound.length === 0) return;
    const known: Known[] = [];
    for (const row of await this.rule.settle(ground, sound as never)) {
      if ('lost' in row)
        this.faults.report(row.lost.map(({ column, why }): CellFault & { line: number } => ({ line: row.line, column: this.head(column), why })));
      else known.push(row);
    }
    for (const { key, line } of known) this.seen.add(key, line);
    const fresh = known.filter(({ before }) => before === null);
    const moved = known.filter((row) => this.differs(row));
    this.added += fresh.length;
    this.changed += moved.length;
    this.same += known.length - fresh.length - moved.length;
    this.noteHandovers(moved);
    if (!this.write || this.faults.rows > 0) return;
    await insertRows(
      ground.manager,
      this.rule.target,
      fresh.map(({ after }) => after),
    );
    await updateRows(
      ground.manager,
      this.rule.target,
      this.rule.changes,
      moved.map(({ after }) => after),
    );
  }

  private differs({ before, after }: Known): boolean {
    const value = (row: object, name: string) => (row as Record<string, unknown>)[name];
    return before !== null && this.rule.changes.some((name) => value(before, name) !== value(after, name));
  }

  private noteHandovers(moved: readonly Known[]): void {
    if (this.rule.target !== Community) return;
    for (const { before, after } of moved as readonly { before: Community; after: Community }[]) {
      if (before.companyId !== after.companyId) this.handovers.push({ communityId: after.id, from: before.companyId, to: after.companyId });
    }
  }
}
