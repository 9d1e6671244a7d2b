import { Injectable } from '@nestjs/common';
import type { boardRoutes, HangingRow, HangingState } from '@wuye/shared/board';
import type { Grant, InputOf, ScopeType } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Database, isoInstantOrNull, sqlInstant } from '../platform/database/index.js';
import { type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';

/** A condition and what it asks by. */
interface Where {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

interface Row {
  id: string;
  name: string;
  district: string;
  company: string;
  edition: number;
  due_at: unknown;
  hung_at: unknown;
}

const COLUMNS: Partial<Record<ScopeType, string>> = { community: 'c.id', company: 'c.company_id', street: 'c.street_code', district: 'c.district_code' };

/** What of a list lies within someone's offices. */
function within(grants: readonly Grant[]): Where {
  if (grants.some(({ scopeType }) => scopeType === 'city')) return { sql: '1 = 1', parameters: [] };
  const parts = grants.map(({ scopeType }) => `${COLUMNS[scopeType] ?? 'c.id'} = ?`);
  return { sql: `(${parts.join(' OR ')})`, parameters: grants.map(({ scopeId }) => scopeId) };
}

function standing(state: HangingState, now: Date): Where {
  if (state === 'hung') return { sql: 'h.hung_at IS NOT NULL', parameters: [] };
  if (state === 'undated') return { sql: 'h.hung_at IS NULL AND h.due_at IS NULL', parameters: [] };
  return { sql: `h.hung_at IS NULL AND h.due_at ${state === 'overdue' ? '<=' : '>'} ?`, parameters: [sqlInstant(now)] };
}

/** The end of a page as its key: when it is due, and which it is. */
const keyOf = ({ dueAt, id }: HangingRow): string => `${dueAt ?? ''}_${id}`;

/** What comes behind a key, in the order of the list; null for one that is none. */
function behind(after: string | undefined, dated: boolean): Where | null {
  if (after === undefined) return { sql: '1 = 1', parameters: [] };
  const [, due = '', id = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)?_([0-9A-Z]{26})$/.exec(after) ?? [];
  if (id === '' || (dated && due === '')) return null;
  if (!dated) return { sql: 'c.id > ?', parameters: [id] };
  const at = sqlInstant(new Date(due));
  return { sql: '(h.due_at > ? OR (h.due_at = ? AND c.id > ?))', parameters: [at, at, id] };
}

/** 张贴情况: what does not hang in time, longest overdue first. */
@Injectable()
export class Watch {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
  ) {}

  async list(
    context: SignedIn,
    { query: { state, after, limit } }: InputOf<typeof boardRoutes.hangings>,
  ): Promise<{ items: HangingRow[]; next: string | null } | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refusesEverywhere(manager, context, 'board.watch');
    if (refused) return refused;
    const dated = state === 'overdue' || state === 'running';
    const key = behind(after, dated);
    if (!key) return { items: [], next: null };
    const parts = [within(await this.access.scopes(manager, context, 'board.watch')), standing(state, context.now), key];
    const rows = (await manager.query(
      `SELECT c.id, c.name, d.name AS district, o.name AS company, h.edition, h.due_at, h.hung_at FROM board_hanging h
       JOIN community c ON c.id = h.community_id AND c.poster_version = h.edition
       JOIN district d ON d.code = c.district_code JOIN company o ON o.id = c.company_id
       WHERE c.ended_at IS NULL AND ${parts.map(({ sql }) => sql).join(' AND ')}
       ORDER BY ${dated ? 'h.due_at, c.id' : 'c.id'} LIMIT ${limit + 1}`,
      parts.flatMap(({ parameters }) => parameters),
    )) as Row[];
    const items = rows.slice(0, limit).map(rowOf);
    const last = items.at(-1);
    return { items, next: rows.length > limit && last ? keyOf(last) : null };
  }
}

function rowOf({ id, name, district, company, edition, due_at: dueAt, hung_at: hungAt }: Row): HangingRow {
  return { id, name, districtName: district, companyName: company, edition, dueAt: isoInstantOrNull(dueAt), hungAt: isoInstantOrNull(hungAt) };
}
