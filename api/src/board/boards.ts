import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { boardRoutes, BoardView } from '@wuye/shared/board';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, type CommunityPlace, placeFor } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database, insertRows, isDuplicate } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Board, BoardBureau } from './entities.js';
import { Hangings } from './hangings.js';
import { type Paper, Papers } from './papers.js';
import { problem } from './problems.js';

type Action = 'board.read' | 'board.edit' | 'board.bureau';
type Answer = { version: number } | Problem;

/** 公示牌: what stands on it, and who fills in which line. */
@Injectable()
export class Boards {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly communities: Communities,
    private readonly papers: Papers,
    private readonly hangings: Hangings,
  ) {}

  /** The board as the page shows it. */
  async read(context: SignedIn, id: string): Promise<BoardView | Problem> {
    const paper = await this.paper(context, id);
    if (isProblem(paper)) return paper;
    const { place, words, lines, missing, version, bureauVersion } = paper;
    const hanging = await this.hangings.standing(this.database.manager, id, context.now);
    return { ...place, words, lines: [...lines], missing, version, bureauVersion, ...(await this.papers.pictures(paper)), hanging };
  }

  /** The same for who draws it. */
  async paper(context: SignedIn, id: string): Promise<Paper | Problem> {
    const { manager } = this.database;
    const place = await this.reach(manager, context, id, 'board.read');
    return isProblem(place) ? place : this.papers.of(manager, place, context.now);
  }

  /** Fills in the project's and the company's line: of two who change the same edition one is told to look again. */
  edit(context: SignedIn, { params: { id }, body: { version, project, company } }: InputOf<typeof boardRoutes.editBoard>): Promise<Answer> {
    return this.work.run(context, async (tx) => {
      const place = await this.reach(tx, context, id, 'board.edit');
      if (isProblem(place)) return place;
      const lines = {
        projectPhone: project?.phone ?? null,
        projectFrom: project?.from ?? null,
        projectTo: project?.to ?? null,
        companyPhone: company?.phone ?? null,
        companyFrom: company?.from ?? null,
        companyTo: company?.to ?? null,
      };
      const row = { communityId: id, ...lines, version: version + 1, updatedBy: context.who.accountId, updatedAt: context.now };
      const written = version === 0 ? await inserted(tx, Board, row) : (await tx.update(Board, { communityId: id, version }, row)).affected === 1;
      if (!written) return problem('BOARD.CHANGED');
      await this.audit.record(tx, context, 'board.edit', `community:${id}`, { version: version + 1, ...said('project', project), ...said('company', company) });
      return { version: version + 1 };
    });
  }

  /** Fills in the bureau's line, for every board of the community's district. */
  editBureau(context: SignedIn, { params: { id }, body: { version, line } }: InputOf<typeof boardRoutes.editBureau>): Promise<Answer> {
    return this.work.run(context, async (tx) => {
      const place = await this.reach(tx, context, id, 'board.bureau');
      if (isProblem(place)) return place;
      const { districtCode } = place;
      const row = { districtCode, opens: line.from, closes: line.to, version: version + 1, updatedBy: context.who.accountId, updatedAt: context.now };
      const written = version === 0 ? await inserted(tx, BoardBureau, row) : (await tx.update(BoardBureau, { districtCode, version }, row)).affected === 1;
      if (!written) return problem('BOARD.CHANGED');
      await this.communities.setBureauPhone(tx, districtCode, line.phone);
      await this.audit.record(tx, context, 'board.bureau', `district:${districtCode}`, { version: version + 1, ...said('bureau', line) });
      return { version: version + 1 };
    });
  }

  private async reach(manager: EntityManager, context: SignedIn, id: string, action: Action): Promise<CommunityPlace | Problem> {
    const place = await this.communities.byId(manager, id);
    if (isProblem(place)) return place;
    return (await this.access.refuses(manager, context, action, placeFor(place))) ?? place;
  }
}

/** A first row; false when somebody else was faster. */
async function inserted<T extends object>(tx: EntityManager, entity: new () => T, row: T): Promise<boolean> {
  try {
    await insertRows(tx, entity, [row]);
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return false;
  }
}

/** What the log keeps of a line: it is public on the board. */
const said = (name: string, line: { phone: string; from: string; to: string } | null) => ({ [name]: line ? `${line.phone} ${line.from}-${line.to}` : '' });
