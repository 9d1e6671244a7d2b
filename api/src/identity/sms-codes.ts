import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { randomDigits, Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { SmsSender } from '../sms/index.js';
import { Captchas } from './captchas.js';
import { SmsCode } from './entities.js';
import { problem } from './problems.js';

const MINUTES = 5;
const LIFETIME = MINUTES * 60_000;
const HOUR = 3_600_000;
/** Guesses at one code. */
const GUESSES = 5;
const RESEND_AFTER = 60;
const APART = RESEND_AFTER * 1000;
/** Codes an hour (ours): a phone has one holder, an account one person; a carrier's address stands for thousands. */
const PER_PHONE = { most: 5, within: HOUR, apart: APART };
const PER_ACCOUNT = { most: 20, within: HOUR };
const PER_ADDRESS = { most: 300, within: HOUR };

/** A code that a guess was made at: counted before it is compared. */
export interface Guess {
  readonly id: string;
  readonly left: number;
}

/** One-time codes by SMS, limited per account, per address and per phone, across all instances and at once. */
@Injectable()
export class SmsCodes {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly sms: SmsSender,
    private readonly captchas: Captchas,
    private readonly limits: Limits,
  ) {}

  /** Sends a code after the captcha was read right. */
  async send(
    context: SignedIn,
    { phone, captchaId, captcha }: { phone: string; captchaId: string; captcha: string },
  ): Promise<{ resendAfter: number } | Problem> {
    const { now, address, who } = context;
    if (!(await this.captchas.redeem(context, captchaId, captcha))) return problem('CAPTCHA.WRONG');
    const refused = await this.limit(context, phone);
    if (refused) return refused;
    const code = randomDigits(6);
    const id = newId(now);
    await this.database.manager.insert(SmsCode, {
      id,
      accountId: who.accountId,
      phoneHash: this.vault.index('person.phone', phone),
      addressHash: this.vault.index('sms_code.address', address),
      codeHash: this.vault.index('sms_code.code', `${id}${code}`),
      failures: 0,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME),
      usedAt: null,
    });
    const result = await this.sms.send(phone, { kind: 'code', values: { code, minutes: MINUTES } });
    if (result.sent) return { resendAfter: RESEND_AFTER };
    return problem(result.reason === 'phone-limit' ? 'SMS.TOO_MANY' : 'SMS.NOT_SENT');
  }

  /** Counts a guess at the newest code sent to this phone for this account; null when there is none left to guess at. */
  async guess({ who, now }: SignedIn, phone: string): Promise<Guess | null> {
    const newest = await this.database.manager.findOne(SmsCode, {
      where: { phoneHash: In(this.vault.indexes('person.phone', phone)), accountId: who.accountId },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    if (!newest) return null;
    const { affected } = await this.database.manager
      .createQueryBuilder()
      .update(SmsCode)
      .set({ failures: () => 'failures + 1' })
      .where('id = :id AND used_at IS NULL AND expires_at > :now AND failures < :most', { id: newest.id, now, most: GUESSES })
      .execute();
    return affected === 1 ? { id: newest.id, left: GUESSES - newest.failures - 1 } : null;
  }

  /** Uses the code up in the unit of work that it allows; null when it was right. */
  async redeem(tx: EntityManager, guess: Guess | null, code: string, now: Date): Promise<Problem | null> {
    if (!guess) return problem('SMS.CODE_EXPIRED');
    const { codeHash } = await tx.findOneByOrFail(SmsCode, { id: guess.id });
    if (!this.vault.indexes('sms_code.code', `${guess.id}${code}`).includes(codeHash)) {
      return guess.left > 0 ? problem('SMS.CODE_WRONG', { left: guess.left }) : problem('SMS.CODE_EXPIRED');
    }
    const { affected } = await tx.createQueryBuilder().update(SmsCode).set({ usedAt: now }).where('id = :id AND used_at IS NULL', { id: guess.id }).execute();
    return affected === 1 ? null : problem('SMS.CODE_EXPIRED');
  }

  /** The account's own limit first: an address may stand for thousands of phones behind one carrier. */
  private async limit({ who, address, now }: SignedIn, phone: string): Promise<Problem | null> {
    const takes = [
      [`sms.account:${who.accountId}`, PER_ACCOUNT],
      [`sms.address:${this.vault.index('sms_code.address', address)}`, PER_ADDRESS],
      [`sms.phone:${this.vault.index('person.phone', phone)}`, PER_PHONE],
    ] as const;
    for (const [id, limit] of takes) {
      const refusal = await this.limits.take(id, limit, now);
      if (refusal) return refusal.wait <= APART ? problem('SMS.TOO_SOON', { seconds: Math.ceil(refusal.wait / 1000) }) : problem('SMS.TOO_MANY');
    }
    return null;
  }
}
