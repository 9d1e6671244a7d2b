import { Injectable } from '@nestjs/common';
import { In, MoreThanOrEqual, Not } from 'typeorm';
import { DAY } from '@wuye/shared/calendar';
import {
  mapPosition,
  type MapPosition,
  type Nearness,
  nearnesses,
  nearnessOf,
  sameMatter,
  SIMILAR_DAYS,
  type SimilarView,
  type togetherRoutes,
} from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { redactWords } from '@wuye/shared/privacy';
import { Communities } from '../community/index.js';
import { People } from '../identity/index.js';
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
    private readonly people: People,
  ) {}

  /**
   * Those that say the same first, of these the nearest, of equally near ones what most have joined. What speaks of something else and lies
   * nowhere in particular is left out. An enquiry is a question of one's own, and none to join.
   */
  async list(context: SignedIn, { body: query }: InputOf<typeof togetherRoutes.similar>): Promise<{ items: SimilarView[] } | Problem> {
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
    const close = rows.flatMap((row) => {
      const nearness = nearnessOf(here, this.whereOf(row));
      return nearness ? [{ row, nearness }] : [];
    });
    const said = await this.wordsOf(query.words === '' ? [] : close.map(({ row }) => row));
    const near = close
      .map((each) => ({ ...each, same: sameMatter(query.words, said.get(each.row.id) ?? '', query.category) }))
      .filter(({ nearness, same }) => same >= 0 || nearness !== 'community');
    near.sort((a, b) => b.same - a.same || rank(a.nearness) - rank(b.nearness) || b.row.joiners - a.row.joiners);
    const shown = near.slice(0, SHOWN);
    const joined = await manager.findBy(ComplaintJoiner, { accountId: context.who.accountId, complaintId: In(shown.map(({ row }) => row.id)) });
    const mine = new Set(joined.map(({ complaintId }) => complaintId));
    const homes = await homesOf(
      manager,
      shown.map(({ row }) => row),
    );
    return { items: shown.map(({ row, nearness }) => viewOf(row, nearness, mine.has(row.id), homes(row.id))) };
  }

  /** What each says, without who says it: nobody is to find out by trying names. */
  private async wordsOf(rows: readonly Complaint[]): Promise<Map<string, string>> {
    const people = await this.people.contactsOf([...new Set(rows.flatMap(({ personId }) => (personId ? [`person:${personId}`] : [])))]);
    const open = (field: 'words' | 'caller', sealed: string | null) => (sealed === null ? '' : this.vault.open(`complaint.${field}`, sealed));
    return new Map(
      rows.map(({ id, personId, words, caller }) => [id, redactWords(open('words', words), people.get(`person:${personId}`)?.name ?? open('caller', caller))]),
    );
  }

  private whereOf({ place, position }: Complaint): { place: string; position: MapPosition | null } {
    const open = (field: string, sealed: string | null) => (sealed === null ? '' : this.vault.open(field, sealed));
    return { place: open('complaint.place', place), position: position === null ? null : mapPosition.parse(JSON.parse(open('complaint.position', position))) };
  }
}

const rank = (nearness: Nearness): number => nearnesses.indexOf(nearness);

function positionOf({ latitude, longitude, system }: InputOf<typeof togetherRoutes.similar>['body']): MapPosition | null {
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
