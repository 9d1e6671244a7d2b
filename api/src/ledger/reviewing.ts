import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type InputOf, next } from '@wuye/shared/kit';
import { type LedgerEvent, ledgerLifecycle, type ledgerRoutes, type LedgerView } from '@wuye/shared/ledger';
import type { CommunityPlace } from '../community/index.js';
import { Audit } from '../platform/audit/index.js';
import { insertRows, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { LedgerMonth, LedgerNote } from './entities.js';
import { isOver, LedgerMonths } from './months.js';
import { problem } from './problems.js';
import { isFlagged, lackingIn, LedgerRows } from './rows.js';
import { LedgerViews } from './views.js';

type Input<Name extends keyof typeof ledgerRoutes> = InputOf<(typeof ledgerRoutes)[Name]>;
type Tx = EntityManager;

/** What an act finds: the month's row at a place that the caller may act at. */
interface Found {
  readonly place: CommunityPlace;
  readonly ledger: LedgerMonth;
}

/** 每月复盘: filled in and handed in by the project, signed or sent back by its company (成住建发〔2023〕62号 一(五)). */
@Injectable()
export class Reviewing {
  constructor(
    private readonly work: Work,
    private readonly audit: Audit,
    private readonly months: LedgerMonths,
    private readonly views: LedgerViews,
    private readonly rows: LedgerRows,
  ) {}

  /** 原因、整改 of one flagged complaint; written again it replaces what was there. */
  fill(context: SignedIn, { params, body }: Input<'fillLedger'>) {
    return this.act(context, params.id, body.month, 'ledger.fill', async (tx, { ledger }) => {
      if (ledger.state !== 'open' && ledger.state !== 'returned') return problem('LEDGER.STEP_WRONG');
      const row = (await this.rows.of(tx, ledger, context.now)).find(({ no }) => no === body.no);
      if (!row || !isFlagged(row)) return problem('LEDGER.CASE_UNKNOWN');
      const at = { ledgerId: ledger.id, complaintId: row.complaintId };
      const words = { cause: body.cause, remedy: body.remedy, writtenBy: context.who.accountId, writtenAt: context.now };
      if (row.note) await tx.update(LedgerNote, at, words);
      else await insertRows(tx, LedgerNote, [{ id: newId(context.now), ...at, ...words }]);
      return null;
    });
  }

  /** [提交复盘] */
  submit(context: SignedIn, { params, body }: Input<'submitLedger'>) {
    return this.act(context, params.id, body.month, 'ledger.fill', async (tx, found) => {
      if (!isOver(body.month, context.now)) return problem('LEDGER.MONTH_RUNS');
      const count = lackingIn(await this.rows.of(tx, found.ledger, context.now));
      if (count > 0) return problem('LEDGER.LACKING', { count });
      return this.move(tx, context, found, 'submit', { submittedAt: context.now, submittedBy: context.who.accountId });
    });
  }

  /** 签发: rows and figures are kept as they are now, and the month is open to the owners. What is flagged later goes into a later month. */
  sign(context: SignedIn, { params, body }: Input<'signLedger'>) {
    return this.act(context, params.id, body.month, 'ledger.sign', async (tx, found) => {
      if (found.ledger.state !== 'submitted') return problem('LEDGER.STEP_WRONG');
      const rows = await this.rows.of(tx, found.ledger, context.now);
      // It may have been flagged since it was handed in: nothing is published without its cause and remedy.
      const count = lackingIn(rows);
      if (count > 0) return problem('LEDGER.LACKING', { count });
      const figures = await this.views.figuresOf(tx, found.place.id, body.month);
      const facts = { figures, signedAt: context.now, signedBy: context.who.accountId, signedCompany: found.place.companyName };
      return (await this.move(tx, context, found, 'sign', facts)) ?? (await this.rows.keep(tx, found.ledger.id, rows), null);
    });
  }

  /** 退回 */
  sendBack(context: SignedIn, { params, body }: Input<'returnLedger'>) {
    return this.act(context, params.id, body.month, 'ledger.sign', (tx, found) =>
      this.move(tx, context, found, 'return', { returnedAt: context.now, returnedBy: context.who.accountId, returnReason: body.reason }),
    );
  }

  private act(
    context: SignedIn,
    cid: string,
    month: string,
    action: string,
    write: (tx: Tx, found: Found) => Promise<Problem | null>,
  ): Promise<LedgerView | Problem> {
    return this.work.run(context, async (tx) => {
      const place = await this.views.reach(tx, context, cid, action);
      if (isProblem(place)) return place;
      const wrong = await write(tx, { place, ledger: await this.months.ensure(tx, cid, month, context.now) });
      return wrong ?? this.views.view(tx, context, place, month);
    });
  }

  private async move(tx: Tx, context: SignedIn, { place, ledger }: Found, event: LedgerEvent, facts: Partial<LedgerMonth>): Promise<Problem | null> {
    const state = next(ledgerLifecycle, ledger.state, event);
    if (state === null) return problem('LEDGER.STEP_WRONG');
    const { affected } = await tx.update(LedgerMonth, { id: ledger.id, state: ledger.state }, { ...facts, state } as never);
    if (affected !== 1) return problem('LEDGER.STEP_WRONG');
    await this.audit.record(tx, context, `ledger.${event}`, `ledger:${ledger.id}`, { month: ledger.month, community: place.id });
    const kind = event === 'submit' ? 'ledger.submitted' : event === 'sign' ? 'ledger.signed' : 'ledger.returned';
    await this.months.tell(tx, context.now, kind, place, ledger.month, event === 'submit' ? 'head' : 'manager');
    return null;
  }
}
