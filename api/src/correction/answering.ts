import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { correctionLifecycle, type CorrectionEvent, type correctionRoutes, type CorrectionView } from '@wuye/shared/correction';
import { type InputOf, next } from '@wuye/shared/kit';
import { Communities, placeFor, RegisterDesk } from '../community/index.js';
import { type Subject, Subjects } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import type { AuditDetail } from '../platform/audit/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { type Candidate, Corrections } from './corrections.js';
import { Correction } from './entities.js';
import { problem } from './problems.js';
import { CorrectionTrail } from './trail.js';

type Tx = EntityManager;
type Input<Name extends keyof typeof correctionRoutes> = InputOf<(typeof correctionRoutes)[Name]>;

/** How long an answered one is kept with its pictures. Ours: half a year, in which its owner may come back on the same papers. */
const KEPT_FOR = 180 * 24 * 3_600_000;

/** What an answer did, for the audit log; a problem undoes it. */
type Act = (tx: Tx, found: Correction, subject: Subject) => Promise<AuditDetail | Problem>;

/** What the clerk (经办人) answers: once, and never about themselves. */
@Injectable()
export class CorrectionAnswering {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly corrections: Corrections,
    private readonly communities: Communities,
    private readonly desk: RegisterDesk,
    private readonly subjects: Subjects,
    private readonly trail: CorrectionTrail,
  ) {}

  /** [补入房屋并绑定]: the house is made where it lacks, the title linked; its owner goes on at the list of houses. */
  fill(context: SignedIn, { params, body }: Input<'fillHouse'>): Promise<CorrectionView | Problem> {
    return this.answer(context, params.id, 'fill', null, async (tx, found, subject) => {
      const place = await this.communities.byId(tx, body.communityId);
      if (isProblem(place)) return problem('CORRECTION.PLACE_UNKNOWN');
      const refused = await this.access.refuses(tx, context, 'correction.answer', placeFor(place));
      if (refused) return refused;
      const candidate = await this.candidate(tx, context, found, body.titleId, 'fill');
      if (!candidate) return problem('CORRECTION.TITLE_GONE');
      const houseId = await this.desk.ensureHouse(tx, body, context.now);
      if (!(await this.desk.link(tx, body.titleId, houseId))) return problem('CORRECTION.TITLE_GONE');
      const rewritten = candidate.differences.length > 0;
      if (rewritten) await this.desk.rewrite(tx, body.titleId, subject);
      return { title: body.titleId, house: houseId, rewritten };
    });
  }

  /** [改正登记]: the row's owner becomes who asks; not where the registered owner has bound the house. */
  amend(context: SignedIn, { params, body }: Input<'amendTitle'>): Promise<CorrectionView | Problem> {
    return this.answer(context, params.id, 'amend', null, async (tx, found, subject) => {
      const candidate = await this.candidate(tx, context, found, body.titleId, 'amend');
      if (!candidate) return problem('CORRECTION.TITLE_GONE');
      const { row } = candidate;
      if (row.houseId && (await this.subjects.hasBound(tx, row.houseId, row.idNumber))) return problem('CORRECTION.TITLE_BOUND');
      await this.desk.rewrite(tx, body.titleId, subject);
      return { title: body.titleId, house: row.houseId ?? '', rewritten: true };
    });
  }

  /** [不予更正], with the reason and what its owner can do. */
  refuse(context: SignedIn, { params, body }: Input<'refuseCorrection'>): Promise<CorrectionView | Problem> {
    return this.answer(context, params.id, 'refuse', body.reason, () => Promise.resolve({}));
  }

  private async candidate(tx: Tx, context: SignedIn, found: Correction, titleId: string, fits: Candidate['fits']): Promise<Candidate | undefined> {
    return (await this.corrections.candidates(tx, context, found)).find(({ row, fits: fit }) => row.id === titleId && fit === fits);
  }

  /** The frame of every answer: reach it, move it (of two clerks at once one), do, and tell its owner. */
  private answer(context: SignedIn, id: string, event: CorrectionEvent, reason: string | null, act: Act): Promise<CorrectionView | Problem> {
    return this.work.run(context, async (tx) => {
      const found = await this.corrections.reach(tx, context, id);
      if (!found) return problem('CORRECTION.NOT_FOUND');
      const refused = await this.access.refuses(tx, context, 'correction.answer', this.corrections.placeOf(found));
      if (refused) return refused;
      const subject = this.corrections.subjectOf(found);
      const own = found.accountId === context.who.accountId || (await this.subjects.isPerson(tx, context.who.personId, subject.idNumber));
      if (own) return problem('CORRECTION.SELF');
      const state = next(correctionLifecycle, found.state, event);
      if (!state) return problem('CORRECTION.STEP_WRONG');
      const { affected } = await tx.update(Correction, { id, state: 'submitted' }, { state });
      if (affected !== 1) return problem('CORRECTION.STEP_WRONG');
      const done = await act(tx, found, subject);
      if (isProblem(done)) return done;
      const bindingId = event === 'refuse' ? null : await this.subjects.reopen(tx, found.accountId, subject, context.now);
      const facts = { bindingId, reason: reason === null ? null : this.corrections.seal('reason', reason) };
      await tx.update(Correction, { id }, { ...facts, answeredAt: context.now, answeredBy: context.who.accountId, keepUntil: keptUntil(context.now) });
      const after = await tx.findOneByOrFail(Correction, { id });
      const [office] = await this.access.scopes(tx, context, 'correction.answer');
      await this.trail.leave(tx, context, after, { ...done, role: office?.role ?? '' });
      return this.corrections.view(tx, context, after);
    });
  }
}

const keptUntil = (now: Date): Date => new Date(now.getTime() + KEPT_FOR);
