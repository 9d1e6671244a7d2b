import { Injectable } from '@nestjs/common';
import { type EntityManager, In, MoreThan } from 'typeorm';
import { randomDigits, Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
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
/** Codes an hour: a family shares an address, a phone has one holder (ours). */
const PER_PHONE = 5;
const PER_ADDRESS = 30;

/** A code that a guess was made at: counted before it is compared. */
export interface Guess {
  readonly id: string;
  readonly left: number;
}

/** One-time codes by SMS, limited per phone and per address across all instances. */
@Injectable()
export class SmsCodes {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly sms: SmsSender,
    private readonly captchas: Captchas,
  ) {}

  /** Sends a code after the captcha was read right. */
  async send(
    context: SignedIn,
    { phone, captchaId, captcha }: { phone: string; captchaId: string; captcha: string },
  ): Promise<{ resendAfter: number } | Problem> {
    const { now, address, who } = context;
    if (!(await this.captchas.redeem(context, captchaId, captcha))) return problem('CAPTCHA.WRONG');
    const refused = await this.limit(phone, address, now);
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

  private async limit(phone: string, address: string, now: Date): Promise<Problem | null> {
    const since = MoreThan(new Date(now.getTime() - HOUR));
    const phoneHash = In(this.vault.indexes('person.phone', phone));
    const addressHash = In(this.vault.indexes('sms_code.address', address));
    const toPhone = await this.database.manager.find(SmsCode, {
      where: { phoneHash, createdAt: since },
      select: { createdAt: true },
      order: { createdAt: 'DESC' },
    });
    const newest = toPhone[0];
    const wait = newest ? RESEND_AFTER - Math.floor((now.getTime() - newest.createdAt.getTime()) / 1000) : 0;
    if (toPhone.length >= PER_PHONE) return problem('SMS.TOO_MANY');
    if (wait > 0) return problem('SMS.TOO_SOON', { seconds: wait });
    const fromAddress = await this.database.manager.countBy(SmsCode, { addressHash, createdAt: since });
    return fromAddress >= PER_ADDRESS ? problem('SMS.TOO_MANY') : null;
  }
}
