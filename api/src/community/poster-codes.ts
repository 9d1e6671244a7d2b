import { Inject, Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import type { FollowReason, PosterFollow } from '@wuye/shared/community';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Signer } from '../platform/crypto/index.js';
import { Database, insertRows, isDuplicate } from '../platform/database/index.js';
import { faultOf, reactionTo, WechatSceneCodes } from '../wechat/index.js';
import { type PosterCode, writePosterCode, writePosterScene } from './poster-code.js';
import { PosterScene } from './poster-entities.js';

const MINUTE = 60_000;
/** Longer than a call to WeChat takes, with a new token in between. */
const LEASE = MINUTE;
/** How soon what WeChat refuses for good may be asked again: an operator was given the time to change it. */
const REFUSED = 10 * MINUTE;

const REASONS: Readonly<Partial<Record<string, FollowReason>>> = { '48001': 'not_permitted', '45009': 'quota', '45029': 'full' };

/** Error correction H: it hangs outdoors. */
const drawn = (text: string): Promise<string> => QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'H', margin: 2 });

/** What a code of WeChat's means to who prints the poster. */
function reasonOf(code: string): FollowReason {
  const passes = ['retry', 'refresh-token'].includes(reactionTo(code));
  return REASONS[code] ?? (passes ? 'away' : 'setting');
}

/** The two codes of a poster: the link, which we sign, and the account's own, which WeChat makes once for each edition. */
@Injectable()
export class PosterCodes {
  constructor(
    private readonly database: Database,
    private readonly codes: WechatSceneCodes,
    private readonly signer: Signer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The signed link and its picture. */
  async link(poster: PosterCode): Promise<{ url: string; svg: string }> {
    const url = `${this.config.PUBLIC_URL}/q/${writePosterCode(this.signer, poster)}`;
    return { url, svg: await drawn(url) };
  }

  /** The account's code as far as there is one. WeChat is not asked. */
  async follow({ communityId, version }: PosterCode): Promise<PosterFollow> {
    const known = await this.database.manager.findOneBy(PosterScene, { communityId, version });
    if (!known) return { svg: null, reason: null, retryAt: null };
    if (known.url !== null) return { svg: await drawn(known.url), reason: null, retryAt: null };
    return { svg: null, reason: known.error === null ? null : reasonOf(known.error), retryAt: known.dueAt.toISOString() };
  }

  /** What the account's code says, for who draws it; null where there is none. */
  async followText({ communityId, version }: PosterCode): Promise<string | null> {
    return (await this.database.manager.findOneBy(PosterScene, { communityId, version }))?.url ?? null;
  }

  /** Asks WeChat for the account's code: of several who ask at once one does, and after a refusal nobody before its time. */
  async make(poster: PosterCode, now: Date): Promise<void> {
    const attempts = await this.claim(poster, now);
    if (attempts === null) return;
    const { communityId, version } = poster;
    await this.database.manager.update(PosterScene, { communityId, version, attempts }, await this.answer(poster, now, attempts));
  }

  /** The number of this try where it is the caller's turn to ask, else null. */
  private async claim({ communityId, version }: PosterCode, now: Date): Promise<number | null> {
    const { manager } = this.database;
    const dueAt = new Date(now.getTime() + LEASE);
    const known = await manager.findOneBy(PosterScene, { communityId, version });
    if (known) {
      if (known.url !== null || known.dueAt > now) return null;
      const attempts = known.attempts + 1;
      const { affected } = await manager.update(PosterScene, { communityId, version, attempts: known.attempts }, { attempts, dueAt, error: null });
      return affected === 1 ? attempts : null;
    }
    try {
      await insertRows(manager, PosterScene, [{ communityId, version, ticket: null, url: null, error: null, attempts: 1, dueAt, createdAt: now }]);
      return 1;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return null;
    }
  }

  private async answer(poster: PosterCode, now: Date, attempts: number): Promise<Partial<PosterScene>> {
    try {
      const { ticket, url } = await this.codes.permanent(writePosterScene(this.signer, poster));
      return { ticket, url, error: null };
    } catch (error) {
      const fault = faultOf(error);
      return { error: fault.code, dueAt: fault.retryAfter(now, attempts) ?? new Date(now.getTime() + REFUSED) };
    }
  }
}
