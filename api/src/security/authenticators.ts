import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { type EntityManager, IsNull, LessThan } from 'typeorm';
import { acceptedStep, base32, type Hmac, otpauthUri, securityErrors } from '@wuye/shared/security';
import { Vault } from '../platform/crypto/index.js';
import { type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { Authenticator } from './entities.js';

const problem = problemsOf(securityErrors);
const FIELD = 'authenticator.secret';
const ISSUER = '智慧物业';
const MINUTE = 60_000;
/** RFC 4226 E: at least 128 bits, 160 recommended. */
const SECRET_BYTES = 20;
/**
 * Guesses at a code, of one account at its own authenticator (ours; RFC 4226 7.3 asks for a throttle): nobody else's request
 * counts here, so nobody can lock another out.
 */
const GUESSES = { most: 5, within: 5 * MINUTE };

const hmacOf =
  (secret: string): Hmac =>
  (message) =>
    createHmac('sha1', Buffer.from(secret, 'hex')).update(message).digest();

/** 动态口令 (RFC 6238): enrolled with a QR picture and a first code, each code good once. */
@Injectable()
export class Authenticators {
  constructor(
    private readonly vault: Vault,
    private readonly limits: Limits,
  ) {}

  /** True when someone has an authenticator that counts. */
  async has(manager: EntityManager, personId: string): Promise<boolean> {
    const found = await manager.findOneBy(Authenticator, { personId });
    return found !== null && found.activatedAt !== null;
  }

  /** A new secret, in the place of one that was never activated. */
  async enrol(tx: EntityManager, personId: string, label: string, now: Date): Promise<{ uri: string; secret: string } | Problem> {
    if (await this.has(tx, personId)) return problem('SECURITY.ENROLLED');
    const secret = randomBytes(SECRET_BYTES);
    await tx.delete(Authenticator, { personId, activatedAt: IsNull() });
    await tx.insert(Authenticator, { personId, secret: this.vault.seal(FIELD, secret.toString('hex')), createdAt: now, activatedAt: null, usedStep: 0 });
    return { uri: otpauthUri(secret, ISSUER, label), secret: base32(secret) };
  }

  /** The QR picture of an enrolment. */
  picture(uri: string): Promise<string> {
    return QRCode.toString(uri, { type: 'svg', margin: 2 });
  }

  /** Counts a guess, outside the unit of work that a wrong one rolls back. */
  async guess({ who, now }: SignedIn): Promise<Problem | null> {
    const refusal = await this.limits.take(`confirm.totp:${who.accountId}`, GUESSES, now);
    return refusal && problem('SECURITY.TOO_MANY', { minutes: Math.ceil(refusal.wait / MINUTE) });
  }

  /**
   * Uses a code up; null when it was right. A conditional update: of two requests with one code, one is right.
   * @param activating also makes the authenticator count; otherwise only one that counts is asked
   */
  async redeem(tx: EntityManager, personId: string, code: string, now: Date, activating = false): Promise<Problem | null> {
    const found = await tx.findOneBy(Authenticator, { personId });
    if (!found || (found.activatedAt !== null) === activating) return problem('SECURITY.NOT_ENROLLED');
    const step = acceptedStep(hmacOf(this.vault.open(FIELD, found.secret)), code, now.getTime(), found.usedStep);
    if (step === null) return problem('SECURITY.CODE_WRONG');
    const change = { usedStep: step, ...(activating && { activatedAt: now }) };
    const { affected } = await tx.update(Authenticator, { personId, usedStep: LessThan(step) }, change);
    return affected === 1 ? null : problem('SECURITY.CODE_WRONG');
  }

  /** Takes someone's authenticator off; true when there was one. */
  async remove(tx: EntityManager, personId: string): Promise<boolean> {
    const { affected } = await tx.delete(Authenticator, { personId });
    return affected === 1;
  }
}
