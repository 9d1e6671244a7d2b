import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { PublicComplaint, togetherRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, placeFor } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Complaint, ComplaintEvent } from './entities.js';
import { flagsOf } from './flags.js';
import { homesOf } from './homes.js';

type Input<Name extends keyof typeof togetherRoutes> = InputOf<(typeof togetherRoutes)[Name]>;

/** The community's list of what is grave, group or repeated (成住建发〔2023〕62号 一(四) “主动在物业服务区域向业主公开”). */
@Injectable()
export class Publications {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly communities: Communities,
  ) {}

  /** Newest made public first. What was withdrawn is not shown, nor what is no longer flagged. */
  async list(context: SignedIn, { params, query }: Input<'published'>): Promise<{ items: PublicComplaint[]; next: string | null } | Problem> {
    const { manager } = this.database;
    const place = await this.communities.byId(manager, params.id);
    if (isProblem(place)) return place;
    const refused = await this.access.refuses(manager, context, 'complaint.public', placeFor(place));
    if (refused) return refused;
    const [at, id] = query.after?.split('~') ?? [];
    const found = manager
      .createQueryBuilder(Complaint, 'q')
      .where('q.communityId = :communityId AND q.publishedAt IS NOT NULL', { communityId: place.id })
      .andWhere("(q.grave = 1 OR q.grouped = 1 OR q.repeated = 1) AND q.state <> 'withdrawn'");
    const key = at && !Number.isNaN(Date.parse(at)) ? { at: new Date(at), id: id ?? '' } : null;
    if (key) found.andWhere('(q.publishedAt < :at OR (q.publishedAt = :at AND q.id < :id))', key);
    const rows = await found
      .orderBy('q.publishedAt', 'DESC')
      .addOrderBy('q.id', 'DESC')
      .limit(query.limit + 1)
      .getMany();
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    return { items: await this.viewsOf(manager, shown), next: last ? `${last.publishedAt?.toISOString()}~${last.id}` : null };
  }

  private async viewsOf(manager: EntityManager, rows: readonly Complaint[]): Promise<PublicComplaint[]> {
    const where = { complaintId: In(rows.map(({ id }) => id)), internal: false };
    const events = rows.length === 0 ? [] : await manager.find(ComplaintEvent, { where, order: { id: 'ASC' } });
    const homes = await homesOf(manager, rows);
    return rows.map((row) => ({
      title: row.title,
      kind: row.kind,
      category: row.category,
      state: row.state,
      flags: flagsOf(row),
      homes: homes(row.id),
      submittedAt: row.submittedAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
      closingReason: row.closingReason,
      steps: events.filter(({ complaintId }) => complaintId === row.id).map(({ kind, at }) => ({ kind, at: at.toISOString() })),
    }));
  }
}
