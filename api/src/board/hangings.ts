import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type boardRoutes, type HangingView, MOST_HANG_PICTURES } from '@wuye/shared/board';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, placeFor } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { StartOver } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Storage } from '../platform/storage/index.js';
import { BoardHanging } from './entities.js';
import { HangingTerms } from './hanging-terms.js';
import { problem } from './problems.js';

export const HANG_PICTURES = 'board_hanging';

/** 张贴照片: that the edition in force hangs. Photos are only ever added. */
@Injectable()
export class Hangings {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly communities: Communities,
    private readonly storage: Storage,
    private readonly terms: HangingTerms,
  ) {}

  /** How the edition in force stands; one that has no row yet is computed the same way. */
  async standing(manager: EntityManager, communityId: string, now: Date): Promise<HangingView> {
    const edition = await this.communities.edition(manager, communityId);
    const row = await manager.findOneBy(BoardHanging, { communityId, edition });
    return viewOf(row ?? (await this.terms.draft(manager, { communityId, edition, from: now }, now)));
  }

  /** Takes photos of the edition in force; the first of them end its term. */
  hang(context: SignedIn, { params: { id }, body: { edition, pictures } }: InputOf<typeof boardRoutes.hangBoard>): Promise<HangingView | Problem> {
    return this.work.run(context, async (tx) => {
      const place = await this.communities.byId(tx, id);
      if (isProblem(place)) return place;
      const refused = await this.access.refuses(tx, context, 'board.hang', placeFor(place));
      if (refused) return refused;
      if ((await this.communities.edition(tx, id)) !== edition) return problem('BOARD.EDITION_OLD');
      await this.terms.begin(tx, { communityId: id, edition, from: context.now }, context.now);
      const row = await tx.findOneByOrFail(BoardHanging, { communityId: id, edition });
      const all = [...row.pictures, ...pictures];
      if (all.length > MOST_HANG_PICTURES) return problem('BOARD.PICTURES_FULL');
      if (!(await this.storage.attach(tx, context, pictures, HANG_PICTURES, `${id}-${edition}`))) return problem('BOARD.PICTURE_UNKNOWN');
      const first = row.hungAt ? {} : { hungAt: context.now, hungBy: context.who.accountId };
      await this.write(tx, row, { ...first, pictures: all });
      await this.audit.record(tx, context, 'board.hang', `community:${id}`, { edition, pictures: pictures.length });
      return viewOf({ ...row, ...first, pictures: all });
    });
  }

  /** Adds to what was read: of two phones that hang at once the later one looks again, and drops nothing. */
  private async write(tx: EntityManager, { communityId, edition, pictures }: BoardHanging, facts: Partial<BoardHanging>): Promise<void> {
    const asRead = { communityId, edition, read: JSON.stringify(pictures) };
    const where = 'community_id = :communityId AND edition = :edition AND pictures = :read';
    const { affected } = await tx.createQueryBuilder().update(BoardHanging).set(facts).where(where, asRead).execute();
    if (affected !== 1) throw new StartOver();
  }

  /** Whether someone may see the photos of an edition: those who work there and who oversee it. */
  async maySee(context: SignedIn, subjectId: string, manager: EntityManager): Promise<boolean> {
    const place = await this.communities.everById(manager, subjectId.slice(0, 26));
    return this.access.may(manager, context, 'board.read', placeFor(place));
  }
}

function viewOf({ edition, fromAt, dueAt, hungAt, pictures }: BoardHanging): HangingView {
  return { edition, from: fromAt.toISOString(), dueAt: dueAt?.toISOString() ?? null, hungAt: hungAt?.toISOString() ?? null, pictures: [...pictures] };
}
