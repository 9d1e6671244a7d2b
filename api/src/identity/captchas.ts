import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ConfigObject } from 'svg-captcha';
import { CONFIG, type Config } from '../platform/config/index.js';
import { randomDigits, Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { Captcha } from './entities.js';
import { problem } from './problems.js';
import { speak } from './speech.js';

const FIELD = 'captcha.answer';
const SPOKEN = 'captcha.spoken';
/** Digits of the spoken form: letters are hard to tell apart by ear. */
const SPOKEN_DIGITS = 5;
const LIFETIME = 5 * 60_000;
/** Pictures an hour for an account (ours): drawing and speaking cost the processor, and nobody needs two a minute. */
const PER_ACCOUNT = { most: 120, within: 3_600_000 };
/** Signs that people mix up are left out. */
const SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Loaded with the first picture: its font takes more memory than all of a feature. The package draws a given text; its types know only of texts that it makes up. */
const draw = async (text: string, options: ConfigObject): Promise<string> =>
  ((await import('svg-captcha')).default as unknown as (text: string, options: ConfigObject) => string)(text, options);

/** Picture captchas: drawn once, answered once. */
@Injectable()
export class Captchas {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly limits: Limits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Draws a new one; only the keyed hash of its answer is kept. */
  async draw({ who, now }: SignedIn): Promise<{ id: string; svg: string } | Problem> {
    if (await this.limits.take(`captcha:${who.accountId}`, PER_ACCOUNT, now)) return platformProblem('REQUEST.TOO_MANY');
    const text = this.config.CAPTCHA_ANSWER || Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
    const svg = await draw(text, { noise: 2, color: false, background: '#ffffff', width: 120, height: 48, fontSize: 48 });
    const id = newId(now);
    await this.database.manager.insert(Captcha, {
      id,
      accountId: who.accountId,
      answerHash: this.vault.index(FIELD, `${id}${text.toUpperCase()}`),
      expiresAt: new Date(now.getTime() + LIFETIME),
      spokenHash: null,
      usedAt: null,
    });
    return { id, svg };
  }

  /**
   * The same captcha for the ear (无障碍环境建设法 32: verification offers more than one form): digits of its own, read out once. Either
   * answer counts, and one guess at the two together.
   */
  async speech({ who, now }: SignedIn, id: string): Promise<Buffer | Problem> {
    const digits = this.config.CAPTCHA_ANSWER || randomDigits(SPOKEN_DIGITS);
    const { affected } = await this.database.manager
      .createQueryBuilder()
      .update(Captcha)
      .set({ spokenHash: this.vault.index(SPOKEN, `${id}${digits}`) })
      .where('id = :id AND account_id = :account AND used_at IS NULL AND spoken_hash IS NULL AND expires_at > :now', { id, account: who.accountId, now })
      .execute();
    return affected === 1 ? speak(digits) : problem('CAPTCHA.SPOKEN');
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
    const { answerHash, spokenHash } = await this.database.manager.findOneByOrFail(Captcha, { id });
    const [read, heard] = [this.vault.indexes(FIELD, `${id}${answer.toUpperCase()}`), this.vault.indexes(SPOKEN, `${id}${answer}`)];
    return read.includes(answerHash) || (spokenHash !== null && heard.includes(spokenHash));
  }
}
