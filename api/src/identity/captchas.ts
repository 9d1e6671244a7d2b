import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import svgCaptcha, { type ConfigObject } from 'svg-captcha';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Captcha } from './entities.js';

const FIELD = 'captcha.answer';
const LIFETIME = 5 * 60_000;
/** Signs that people mix up are left out. */
const SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** The package's own function draws a given text; its types know only of texts that it makes up. */
const draw = svgCaptcha as unknown as (text: string, options: ConfigObject) => string;

/** Picture captchas: drawn once, answered once. */
@Injectable()
export class Captchas {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Draws a new one; only the keyed hash of its answer is kept. */
  async draw({ who, now }: SignedIn): Promise<{ id: string; svg: string }> {
    const text = this.config.CAPTCHA_ANSWER || Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
    const svg = draw(text, { noise: 2, color: false, background: '#ffffff', width: 120, height: 48, fontSize: 48 });
    const id = newId(now);
    await this.database.manager.insert(Captcha, {
      id,
      accountId: who.accountId,
      answerHash: this.vault.index(FIELD, `${id}${text.toUpperCase()}`),
      expiresAt: new Date(now.getTime() + LIFETIME),
      usedAt: null,
    });
    return { id, svg };
  }

  /** Uses one up; true when the answer was right. A wrong answer uses it up too: there is no second guess at a picture. */
  async redeem({ who, now }: SignedIn, id: string, answer: string): Promise<boolean> {
    const { affected } = await this.database.manager
      .createQueryBuilder()
      .update(Captcha)
      .set({ usedAt: now })
      .where('id = :id AND account_id = :account AND used_at IS NULL AND expires_at > :now', { id, account: who.accountId, now })
      .execute();
    if (affected !== 1) return false;
    const { answerHash } = await this.database.manager.findOneByOrFail(Captcha, { id });
    return this.vault.indexes(FIELD, `${id}${answer.toUpperCase()}`).includes(answerHash);
  }
}
