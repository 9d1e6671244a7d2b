import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { randomDigits, Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { Devices } from '../platform/session/index.js';
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
/**
 * Codes an hour (ours): an account and a device are one person's; a carrier's address stands for thousands. Nobody uses up what is
 * another's: a phone is counted for each account that asks, and together only for those whose own it is not (docs/adr/0005-abuse.md).
 */
const PER_PHONE = { most: 5, within: HOUR, apart: APART };
const PER_PHONE_OF_OTHERS = { most: 20, within: HOUR };
const PER_ACCOUNT = { most: 20, within: HOUR };
const PER_DEVICE = { most: 20, within: HOUR };
const PER_ADDRESS = { most: 300, within: HOUR };

/** A code that a guess was made at: counted before it is compared. */
export interface Guess {
  readonly id: string;
  readonly left: number;
  readonly sessionId: string;
  readonly personId: string | null;
  readonly phoneHashes: readonly string[];
}

/** One-time codes by SMS, limited per account, device, address and phone, across all instances and at once. */
@Injectable()
export class SmsCodes {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly sms: SmsSender,
    private readonly captchas: Captchas,
    private readonly limits: Limits,
    private readonly devices: Devices,
  ) {}

  /** Sends a code after the captcha was read right. */
  async send(
    context: SignedIn,
    { phone, captchaId, captcha }: { phone: string; captchaId: string; captcha: string },
  ): Promise<{ resendAfter: number } | Problem> {
    if (!(await this.captchas.redeem(context, captchaId, captcha))) return problem('CAPTCHA.WRONG');
    return (await this.limit(context, phone)) ?? this.dispatch(context, phone);
  }

  /**
   * Sends a code to the phone that the caller's office is registered with. Limited by the account alone: were it by the
   * phone, whoever asks for codes to an officer's number could lock that officer out.
   */
  async sendTo(context: SignedIn, phone: string): Promise<{ resendAfter: number } | Problem> {
    const refusal = await this.limits.take(`sms.confirm:${context.who.accountId}`, PER_PHONE, context.now);
    return refusal ? tooMany(refusal.wait) : this.dispatch(context, phone);
  }

  private async dispatch({ now, address, who }: SignedIn, phone: string): Promise<{ resendAfter: number } | Problem> {
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
    const phoneHashes = this.vault.indexes('person.phone', phone);
    const newest = await this.database.manager.findOne(SmsCode, {
      where: { phoneHash: In(phoneHashes), accountId: who.accountId },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    if (!newest) return null;
    const { affected } = await this.database.manager
      .createQueryBuilder()
      .update(SmsCode)
      .set({ failures: () => 'failures + 1' })
      .where('id = :id AND used_at IS NULL AND expires_at > :now AND failures < :most', { id: newest.id, now, most: GUESSES })
      .execute();
    if (affected !== 1) return null;
    return { id: newest.id, left: GUESSES - newest.failures - 1, sessionId: who.sessionId, personId: who.personId, phoneHashes };
  }

  /** Uses the code up in the unit of work that it allows; null when it was right. */
  async redeem(tx: EntityManager, guess: Guess | null, code: string, now: Date): Promise<Problem | null> {
    if (!guess) return problem('SMS.CODE_EXPIRED');
    const { codeHash } = await tx.findOneByOrFail(SmsCode, { id: guess.id });
    if (!this.vault.indexes('sms_code.code', `${guess.id}${code}`).includes(codeHash)) {
      return guess.left > 0 ? problem('SMS.CODE_WRONG', { left: guess.left }) : problem('SMS.CODE_EXPIRED');
    }
    const { affected } = await tx.createQueryBuilder().update(SmsCode).set({ usedAt: now }).where('id = :id AND used_at IS NULL', { id: guess.id }).execute();
    if (affected !== 1) return problem('SMS.CODE_EXPIRED');
    await this.proveDevice(tx, guess, now);
    return null;
  }

  /** A code to one's registered phone also proves the device that it was typed on; before anyone is registered, any phone does. */
  private async proveDevice(tx: EntityManager, { sessionId, personId, phoneHashes }: Guess, now: Date): Promise<void> {
    if (personId === null || (await this.isOwn(tx, personId, phoneHashes))) await this.devices.prove(tx, sessionId, now);
  }

  /** Whether a phone is the one that a person, or an office of theirs, is registered with. */
  private async isOwn(manager: EntityManager, personId: string, phoneHashes: readonly string[]): Promise<boolean> {
    const marks = phoneHashes.map(() => '?').join(', ');
    const found: unknown = await manager.query(
      `SELECT id FROM person WHERE id = ? AND phone_hash IN (${marks})
       UNION ALL SELECT id FROM appointment WHERE person_id = ? AND ended_at IS NULL AND phone_hash IN (${marks})`,
      [personId, ...phoneHashes, personId, ...phoneHashes],
    );
    return (found as unknown[]).length > 0;
  }

  /** What is the caller's own is counted first: a refused request uses up nothing that others share. */
  private async limit({ who, address, now }: SignedIn, phone: string): Promise<Problem | null> {
    const phoneId = `sms.phone:${this.vault.index('person.phone', phone)}`;
    const own = who.personId !== null && (await this.isOwn(this.database.manager, who.personId, this.vault.indexes('person.phone', phone)));
    const takes = [
      [`${phoneId}:${who.accountId}`, PER_PHONE],
      [`sms.account:${who.accountId}`, PER_ACCOUNT],
      [`sms.device:${who.deviceHash ?? who.sessionId}`, PER_DEVICE],
      [`sms.address:${this.vault.index('sms_code.address', address)}`, PER_ADDRESS],
      ...(own ? [] : [[phoneId, PER_PHONE_OF_OTHERS] as const]),
    ] as const;
    for (const [id, limit] of takes) {
      const refusal = await this.limits.take(id, limit, now);
      if (refusal) return tooMany(refusal.wait);
    }
    return null;
  }
}

const tooMany = (wait: number): Problem => (wait <= APART ? problem('SMS.TOO_SOON', { seconds: Math.ceil(wait / 1000) }) : problem('SMS.TOO_MANY'));
