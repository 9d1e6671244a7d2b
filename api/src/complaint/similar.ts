import { Injectable } from '@nestjs/common';
import { In, MoreThanOrEqual, Not } from 'typeorm';
import { DAY } from '@wuye/shared/calendar';
import {
  mapPosition,
  type MapPosition,
  type Nearness,
  nearnesses,
  nearnessOf,
  SIMILAR_DAYS,
  type SimilarView,
  type togetherRoutes,
} from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { Complaint } from './entities.js';
import { homesOf } from './homes.js';
import { ComplaintJoiner } from './joiner-entities.js';
import { problem } from './problems.js';

/** The newest that are looked at, and the nearest that are shown. */
const LOOKED_AT = 60;
const SHOWN = 3;
/** Asked while someone types. */
const PER_ACCOUNT = { most: 200, within: 3_600_000 };

/** Of the same community, category and week, still open, and not the caller's own: shown by title and nearness, never by name or words. */
@Injectable()
export class Similar {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly vault: Vault,
    private readonly limits: Limits,
  ) {}

  /** The nearest first; of equally near ones what most have joined. An enquiry is a question of one's own, and none to join. */
  async list(context: SignedIn, { query }: InputOf<typeof togetherRoutes.similar>): Promise<{ items: SimilarView[] } | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refuses(manager, context, 'complaint.similar', {});
    if (refused) return refused;
    if (await this.limits.take(`similar:${context.who.accountId}`, PER_ACCOUNT, context.now)) return platformProblem('REQUEST.TOO_MANY');
    const place = await this.communities.byCode(query.code);
    if (isProblem(place)) return problem('COMPLAINT.CODE_INVALID');
    const since = MoreThanOrEqual(new Date(context.now.getTime() - SIMILAR_DAYS * DAY));
    const like = { communityId: place.id, category: query.category, submittedAt: since, isOpen: true, kind: Not('enquiry' as const) };
    const rows = await manager.find(Complaint, { where: { ...like, accountId: Not(context.who.accountId) }, order: { submittedAt: 'DESC' }, take: LOOKED_AT });
    const here = { place: query.place, position: positionOf(query) };
    const near = rows.flatMap((row) => {
      const nearness = nearnessOf(here, this.whereOf(row));
      return nearness ? [{ row, nearness }] : [];
    });
    near.sort((a, b) => rank(a.nearness) - rank(b.nearness) || b.row.joiners - a.row.joiners);
    const shown = near.slice(0, SHOWN);
    const joined = await manager.findBy(ComplaintJoiner, { accountId: context.who.accountId, complaintId: In(shown.map(({ row }) => row.id)) });
    const mine = new Set(joined.map(({ complaintId }) => complaintId));
    const homes = await homesOf(
      manager,
      shown.map(({ row }) => row),
    );
    return { items: shown.map(({ row, nearness }) => viewOf(row, nearness, mine.has(row.id), homes(row.id))) };
  }

  private whereOf({ place, position }: Complaint): { place: string; position: MapPosition | null } {
    const open = (field: string, sealed: string | null) => (sealed === null ? '' : this.vault.open(field, sealed));
    return { place: open('complaint.place', place), position: position === null ? null : mapPosition.parse(JSON.parse(open('complaint.position', position))) };
  }
}

const rank = (nearness: Nearness): number => nearnesses.indexOf(nearness);

function positionOf({ latitude, longitude, system }: InputOf<typeof togetherRoutes.similar>['query']): MapPosition | null {
  return latitude === undefined || longitude === undefined ? null : { latitude, longitude, system, accuracy: null };
}

const viewOf = ({ no, title, submittedAt }: Complaint, near: Nearness, joined: boolean, homes: number): SimilarView => ({
  no,
  title,
  near,
  homes,
  submittedAt: submittedAt.toISOString(),
  joined,
});
