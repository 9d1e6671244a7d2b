import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { next } from '@wuye/shared/kit';
import { ledgerActs, ledgerLifecycle, type LedgerProgress, type ledgerRoutes, type LedgerView, type PublishedLedger, reviewDue } from '@wuye/shared/ledger';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, type CommunityPlace, placeFor } from '../community/index.js';
import { communityOf, Figures } from '../figures/index.js';
import { Policies } from '../policy/index.js';
import { Access } from '../platform/access/index.js';
import { Database, isoInstantOrNull, sqlInstant } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { LedgerMonth } from './entities.js';
import { isOver } from './months.js';
import { isFlagged, lackingIn, LedgerRows } from './rows.js';

type Input<Name extends keyof typeof ledgerRoutes> = InputOf<(typeof ledgerRoutes)[Name]>;

const SCOPE_COLUMN = { community: 'c.id', company: 'c.company_id', street: 'c.street_code', district: 'c.district_code', city: null } as const;

interface ProgressRow {
  id: string;
  name: string;
  company: string;
  state: LedgerProgress['state'] | null;
  due_at: unknown;
}

/** What is read of the ledger: by those who keep and oversee it, and by the owners once it is signed. */
@Injectable()
export class LedgerViews {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly figures: Figures,
    private readonly policies: Policies,
    private readonly rows: LedgerRows,
  ) {}

  async read(context: SignedIn, { params, query }: Input<'ledger'>): Promise<LedgerView | Problem> {
    const { manager } = this.database;
    const place = await this.reach(manager, context, params.id, 'ledger.read');
    return isProblem(place) ? place : this.view(manager, context, place, query.month);
  }

  /** A community that the caller may do this at. */
  async reach(manager: EntityManager, context: SignedIn, cid: string, action: string): Promise<CommunityPlace | Problem> {
    const place = await this.communities.byId(manager, cid);
    return isProblem(place) ? place : ((await this.access.refuses(manager, context, action, placeFor(place))) ?? place);
  }

  async view(manager: EntityManager, context: SignedIn, place: CommunityPlace, month: string): Promise<LedgerView> {
    const found = await manager.findOneBy(LedgerMonth, { communityId: place.id, month });
    const state = found?.state ?? 'open';
    const rows = await this.rows.of(manager, { id: found?.id ?? null, communityId: place.id, month, state }, context.now);
    const due = found ? (found.dueAt?.getTime() ?? null) : reviewDue(month, (await this.policies.rules(context.now, manager)).calendar);
    return {
      communityId: place.id,
      communityName: place.name,
      companyName: found?.signedCompany ?? place.companyName,
      districtName: place.districtName,
      month,
      state,
      dueAt: due === null ? null : new Date(due).toISOString(),
      overdue: due !== null && due <= context.now.getTime() && state !== 'signed',
      figures: found?.figures ?? (await this.figuresOf(manager, place.id, month)),
      rows,
      lacking: lackingIn(rows),
      submittedAt: found?.submittedAt?.toISOString() ?? null,
      signedAt: found?.signedAt?.toISOString() ?? null,
      returned: found?.returnedAt && state === 'returned' ? { at: found.returnedAt.toISOString(), reason: found.returnReason ?? '' } : null,
      can: await this.can(manager, context, place, state, month),
    };
  }

  figuresOf(manager: EntityManager, communityId: string, month: string) {
    return this.figures.whole({ from: month, to: month }, communityOf(communityId), manager);
  }

  /** A signed month as the owners read it: figures, and of the flagged ones what was found and done (一(四)). */
  async published(context: SignedIn, { params, query }: Input<'publishedLedger'>): Promise<PublishedLedger | Problem> {
    const { manager } = this.database;
    const place = await this.reach(manager, context, params.id, 'ledger.published');
    if (isProblem(place)) return place;
    const signed = await manager.find(LedgerMonth, { where: { communityId: place.id, state: 'signed' }, order: { month: 'DESC' }, take: 24 });
    const found = query.month ? signed.find(({ month }) => month === query.month) : signed[0];
    const rows = found ? await this.rows.of(manager, found, context.now) : [];
    return {
      communityName: place.name,
      companyName: found?.signedCompany ?? place.companyName,
      months: signed.map(({ month }) => month),
      month: found?.month ?? null,
      signedAt: found?.signedAt?.toISOString() ?? null,
      figures: found?.figures ?? null,
      flagged: rows.flatMap((row) => (isFlagged(row) && row.note ? [{ ...row, ...row.note }] : [])),
    };
  }

  /** How far the communities of the reader's scopes are with a month. One that nobody opened yet is open. */
  async progress(context: SignedIn, { query }: Input<'ledgers'>): Promise<{ items: LedgerProgress[]; next: string | null } | Problem> {
    const scopes = await this.access.scopes(this.database.manager, context, 'ledger.oversee');
    if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
    const within = scopes.map(({ scopeType }) => (SCOPE_COLUMN[scopeType] ? `${SCOPE_COLUMN[scopeType]} = ?` : '1 = 1')).join(' OR ');
    const ids = scopes.filter(({ scopeType }) => SCOPE_COLUMN[scopeType] !== null).map(({ scopeId }) => scopeId);
    const late = query.late ? "AND l.due_at <= ? AND l.state <> 'signed'" : '';
    const rows = (await this.database.manager.query(
      `SELECT c.id, c.name, o.name AS company, l.state, l.due_at FROM community c JOIN company o ON o.id = c.company_id
       LEFT JOIN ledger_month l ON l.community_id = c.id AND l.month = ?
       WHERE c.ended_at IS NULL AND (${within}) ${late} ${query.after ? 'AND c.id > ?' : ''} ORDER BY c.id LIMIT ${query.limit + 1}`,
      [query.month, ...ids, ...(query.late ? [sqlInstant(context.now)] : []), ...(query.after ? [query.after] : [])],
    )) as ProgressRow[];
    const items = rows.slice(0, query.limit).map((row) => progressOf(row, context.now));
    return { items, next: rows.length > query.limit ? (items.at(-1)?.communityId ?? null) : null };
  }

  private async can(manager: EntityManager, context: SignedIn, place: CommunityPlace, state: LedgerView['state'], month: string): Promise<LedgerView['can']> {
    const [fills, signs] = [
      await this.access.may(manager, context, 'ledger.fill', placeFor(place)),
      await this.access.may(manager, context, 'ledger.sign', placeFor(place)),
    ];
    return ledgerActs.filter((act) => {
      if (act === 'fill') return fills && (state === 'open' || state === 'returned');
      if (next(ledgerLifecycle, state, act) === null) return false;
      return act === 'submit' ? fills && isOver(month, context.now) : signs;
    });
  }
}

function progressOf({ id, name, company, state, due_at: due }: ProgressRow, now: Date): LedgerProgress {
  const dueAt = isoInstantOrNull(due);
  const overdue = dueAt !== null && Date.parse(dueAt) <= now.getTime() && state !== 'signed';
  return { communityId: id, communityName: name, companyName: company, state: state ?? 'open', dueAt, overdue };
}
