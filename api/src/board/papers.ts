import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type BoardLine, boardWords, type BoardWords, missingWords } from '@wuye/shared/board';
import { Communities, type CommunityPlace, PosterCodes } from '../community/index.js';
import { Policies } from '../policy/index.js';
import { Board, BoardBureau } from './entities.js';

/** Everything that stands on a board or a poster. */
export interface Paper {
  readonly place: CommunityPlace;
  readonly words: BoardWords;
  readonly lines: readonly BoardLine[];
  /** What lacks, and who fills it in; empty when the board may be printed. */
  readonly missing: string;
  readonly version: number;
  readonly bureauVersion: number;
  readonly edition: number;
  /** The signed link. */
  readonly url: string;
  /** What the account's code says; null where there is none. */
  readonly followText: string | null;
}

/** Gathers what a board says: the community's lines, the district's, the city's words with its own hours. */
@Injectable()
export class Papers {
  constructor(
    private readonly communities: Communities,
    private readonly codes: PosterCodes,
    private readonly policies: Policies,
  ) {}

  /** The board of a community, now. */
  async of(manager: EntityManager, place: CommunityPlace, now: Date): Promise<Paper> {
    const edition = await this.communities.edition(manager, place.id);
    const poster = { communityId: place.id, version: edition };
    const [board, bureau] = [
      await manager.findOneBy(Board, { communityId: place.id }),
      await manager.findOneBy(BoardBureau, { districtCode: place.districtCode }),
    ];
    const lines = linesOf(place, board, bureau);
    return {
      place,
      words: boardWords((await this.policies.rules(now, manager)).policy),
      lines,
      missing: missingWords(lines.filter(({ phone }) => !phone).map(({ level }) => level)),
      version: board?.version ?? 0,
      bureauVersion: bureau?.version ?? 0,
      edition,
      url: (await this.codes.link(poster)).url,
      followText: await this.codes.followText(poster),
    };
  }

  /** The codes as pictures for the page. */
  async pictures({ place, edition }: Paper) {
    const poster = { communityId: place.id, version: edition };
    return { ...(await this.codes.link(poster)), follow: await this.codes.follow(poster) };
  }
}

/**
 * The three lines. The project's and the company's are what they filled in themselves (附件1 “如实进行公示”); the base data only
 * suggests. The bureau's phone is the district's; the template prints it also without hours.
 */
function linesOf(place: CommunityPlace, board: Board | null, bureau: BoardBureau | null): BoardLine[] {
  return [
    {
      level: 'project',
      name: place.name,
      phone: board?.projectPhone ?? null,
      from: board?.projectFrom ?? null,
      to: board?.projectTo ?? null,
      suggested: place.servicePhone,
    },
    {
      level: 'company',
      name: place.companyName,
      phone: board?.companyPhone ?? null,
      from: board?.companyFrom ?? null,
      to: board?.companyTo ?? null,
      suggested: place.hotline,
    },
    {
      level: 'bureau',
      name: place.bureauName,
      phone: place.bureauPhone || null,
      from: bureau?.opens ?? null,
      to: bureau?.closes ?? null,
      suggested: place.bureauPhone,
    },
  ];
}
