import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ComplaintView, isOpen, type togetherRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { isDuplicate, newId, StartOver } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { ComplaintViews } from './complaint-views.js';
import { Complaint } from './entities.js';
import { Flags } from './flags.js';
import { JoinedNews } from './joined-news.js';
import { ComplaintJoiner } from './joiner-entities.js';
import { Joiners } from './joiners.js';
import { problem } from './problems.js';

type Input<Name extends keyof typeof togetherRoutes> = InputOf<(typeof togetherRoutes)[Name]>;

/**
 * 一键同诉. Whoever may speak up in a community may join what was said there: the poster's code is asked for, so that nobody joins (and
 * reads) a complaint of elsewhere by guessing its number.
 */
@Injectable()
export class Joining {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly views: ComplaintViews,
    private readonly joiners: Joiners,
    private readonly flags: Flags,
    private readonly news: JoinedNews,
  ) {}

  /** Joins once, however often it is asked; what is no longer open is not joined any more. */
  join(context: SignedIn, { params, body }: Input<'join'>): Promise<ComplaintView | Problem> {
    return this.work.run(context, async (tx) => {
      const refused = await this.access.refuses(tx, context, 'complaint.join', {});
      if (refused) return refused;
      const place = await this.communities.byCode(body.code, tx);
      if (isProblem(place)) return problem('COMPLAINT.CODE_INVALID');
      const complaint = await tx.findOneBy(Complaint, { no: params.no, communityId: place.id });
      if (!complaint) return problem('COMPLAINT.NOT_FOUND');
      if (complaint.accountId === context.who.accountId) return problem('COMPLAINT.OWN');
      if (!(await this.joiners.has(tx, complaint, context.who.accountId))) {
        if (!isOpen(complaint.state)) return problem('COMPLAINT.STEP_WRONG');
        await this.add(tx, context, complaint);
        await this.news.tell(tx, await tx.findOneByOrFail(Complaint, { id: complaint.id }), context.now);
        await this.flags.look(tx, { ...complaint, houseId: null, callerHash: null }, context.now);
      }
      return this.views.of(tx, context, await tx.findOneByOrFail(Complaint, { id: complaint.id }));
    });
  }

  /** 退出同诉, also after it has ended: no more news of it. */
  leave(context: SignedIn, { params }: Input<'leave'>): Promise<void | Problem> {
    return this.work.run(context, async (tx) => {
      const refused = await this.access.refuses(tx, context, 'complaint.join', {});
      if (refused) return refused;
      const complaint = await tx.findOneBy(Complaint, { no: params.no });
      const own = complaint && { complaintId: complaint.id, accountId: context.who.accountId };
      const { affected } = own ? await tx.delete(ComplaintJoiner, own) : { affected: 0 };
      if (!complaint || affected !== 1) return problem('COMPLAINT.NOT_FOUND');
      await tx.decrement(Complaint, { id: complaint.id }, 'joiners', 1);
    });
  }

  /**
   * Counts and notes in one order: of one person's taps at once, the row of the complaint lets one through. The others look again: what they
   * read before it was free no longer holds.
   */
  private async add(tx: EntityManager, { who, now }: SignedIn, { id }: Complaint): Promise<void> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(Complaint)
      .set({ joiners: () => 'joiners + 1' })
      .where('id = :id AND is_open = 1 AND NOT EXISTS (SELECT 1 FROM complaint_joiner WHERE complaint_id = :id AND account_id = :accountId)')
      .setParameters({ id, accountId: who.accountId })
      .execute();
    if (affected !== 1) throw new StartOver();
    try {
      await tx.insert(ComplaintJoiner, { id: newId(now), complaintId: id, accountId: who.accountId, joinedAt: now });
    } catch (error) {
      // Where a server reads what is committed, the one that waited for the row may still not have seen the other's.
      throw isDuplicate(error) ? new StartOver() : error;
    }
  }
}
