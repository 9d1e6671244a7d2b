import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { digest, newToken } from '../crypto/index.js';
import { Database, isoInstant, newId, sqlInstant } from '../database/index.js';
import type { Principal } from '../http/index.js';
import type { DeviceFacts } from './devices.js';
import { OAuthState, Session } from './entities.js';

const HOUR = 3_600_000;
/** A session ends after this long at the latest, and after `IDLE` without a visit. */
const LIFETIME = 30 * 24 * HOUR;
const IDLE = 14 * 24 * HOUR;
/** For who holds an office (ours): a day's work. Inside WeChat signing in anew costs nobody a tap. Visits are noted by the hour. */
const STAFF_IDLE = 12 * HOUR;
const SIGN_IN_TIME = 10 * 60_000;

export const SESSION_COOKIE = 'wuye_session';
const BROWSER_COOKIE = 'wuye_sign_in';

/** One statement a request: who the cookie belongs to. Prepared text, so that it is parsed once. */
const FIND = `SELECT s.id, s.account_id, s.seen_at, s.expires_at, s.confirmed_at, s.proven_at, s.device_hash, a.person_id
  FROM session s JOIN account a ON a.id = s.account_id
  WHERE s.token_hash = ? AND s.revoked_at IS NULL`;

const HOLDS_OFFICE = 'SELECT 1 FROM appointment WHERE person_id = ? AND ended_at IS NULL AND (term_ends_at IS NULL OR term_ends_at > ?) LIMIT 1';

interface FoundSession {
  id: string;
  account_id: string;
  person_id: string | null;
  seen_at: unknown;
  expires_at: unknown;
  confirmed_at: unknown;
  proven_at: unknown;
  device_hash: string | null;
}

/** Sessions and the one-time states that begin them. */
@Injectable()
export class Sessions {
  private readonly cookie;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) config: Config,
  ) {
    this.cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.PUBLIC_URL.startsWith('https:') } as const;
  }

  /** Who is signed in on this request's browser, or null. */
  async find(request: FastifyRequest, now: Date): Promise<Principal | null> {
    const token = request.cookies[SESSION_COOKIE];
    if (!token) return null;
    const [row] = (await this.database.manager.query(FIND, [digest(token)])) as FoundSession[];
    if (!row) return null;
    const seen = Date.parse(isoInstant(row.seen_at));
    if (Date.parse(isoInstant(row.expires_at)) <= now.getTime() || seen + IDLE <= now.getTime()) return null;
    if (seen + STAFF_IDLE <= now.getTime() && (await this.holdsOffice(row.person_id, now))) return null;
    if (seen + HOUR < now.getTime()) {
      await this.database.manager.query('UPDATE session SET seen_at = ? WHERE id = ?', [sqlInstant(now), row.id]);
    }
    const confirmedAt = row.confirmed_at === null ? null : new Date(isoInstant(row.confirmed_at));
    // A second factor says more than a first proof.
    const proven = row.proven_at !== null || confirmedAt !== null;
    return { sessionId: row.id, accountId: row.account_id, personId: row.person_id, confirmedAt, proven, deviceHash: row.device_hash };
  }

  /** Signs the browser in: the answer carries the cookie, the database its digest. */
  async open(reply: FastifyReply, accountId: string, now: Date, device: DeviceFacts | null = null): Promise<void> {
    const token = newToken();
    await this.database.manager.insert(Session, {
      id: newId(now),
      tokenHash: digest(token),
      accountId,
      createdAt: now,
      seenAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME),
      revokedAt: null,
      confirmedAt: null,
      deviceHash: device?.deviceHash ?? null,
      deviceName: device?.deviceName ?? null,
      provenAt: device?.provenAt ?? null,
    });
    void reply.setCookie(SESSION_COOKIE, token, { ...this.cookie, maxAge: LIFETIME / 1000 });
  }

  /** Signs out one session. */
  async close(reply: FastifyReply, sessionId: string, now: Date): Promise<void> {
    await this.database.manager.update(Session, { id: sessionId }, { revokedAt: now });
    void reply.clearCookie(SESSION_COOKIE, this.cookie);
  }

  /** A second factor was proved on this session: sensitive acts are open for a while (Access). */
  async confirm(tx: EntityManager, sessionId: string, now: Date): Promise<void> {
    await tx.query('UPDATE session SET confirmed_at = ? WHERE id = ?', [sqlInstant(now), sessionId]);
  }

  /** An account's sessions that have not ended. */
  async openOf(manager: EntityManager, { accountId }: Pick<Principal, 'accountId'>, now: Date): Promise<Session[]> {
    return manager.findBy(Session, { accountId, revokedAt: IsNull(), expiresAt: MoreThan(now), seenAt: MoreThan(new Date(now.getTime() - IDLE)) });
  }

  /** Ends one of an account's sessions; its device proves the phone again when it comes back. False when there was none. */
  async revoke(tx: EntityManager, accountId: string, id: string, now: Date): Promise<boolean> {
    const { affected } = await tx.update(Session, { id, accountId, revokedAt: IsNull() }, { revokedAt: now });
    if (affected !== 1) return false;
    await tx.query(
      `UPDATE device SET proven_at = NULL WHERE EXISTS
        (SELECT 1 FROM session s WHERE s.id = ? AND s.account_id = device.account_id AND s.device_hash = device.device_hash)`,
      [id],
    );
    return true;
  }

  private async holdsOffice(personId: string | null, now: Date): Promise<boolean> {
    if (personId === null) return false;
    return ((await this.database.manager.query(HOLDS_OFFICE, [personId, sqlInstant(now)])) as unknown[]).length > 0;
  }

  /** Ends every session of an account, as on unbinding or a lost phone; each of its devices proves the phone again when it comes back. */
  async revokeAll(tx: EntityManager, accountId: string, now: Date): Promise<void> {
    await tx.query('UPDATE session SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL', [sqlInstant(now), accountId]);
    await tx.query('UPDATE device SET proven_at = NULL WHERE account_id = ?', [accountId]);
  }

  /** Begins a sign-in: a state that only this browser can use, once, within ten minutes. */
  async begin(request: FastifyRequest, reply: FastifyReply, returnTo: string, now: Date): Promise<string> {
    // Hex: WeChat allows letters and digits alone in a state.
    const state = Buffer.from(newToken(), 'base64url').toString('hex');
    // Two tabs may sign in side by side: the browser keeps its secret between them.
    const browser = request.cookies[BROWSER_COOKIE] ?? newToken();
    await this.database.manager.insert(OAuthState, {
      id: newId(now),
      stateHash: digest(state),
      browserHash: digest(browser),
      returnTo,
      expiresAt: new Date(now.getTime() + SIGN_IN_TIME),
      usedAt: null,
    });
    void reply.setCookie(BROWSER_COOKIE, browser, { ...this.cookie, maxAge: SIGN_IN_TIME / 1000 });
    return state;
  }

  /** Uses up a state: where to return to, or null when it is unknown, used, old, or another browser's. */
  async take(request: FastifyRequest, state: string, now: Date): Promise<{ returnTo: string } | null> {
    const browser = request.cookies[BROWSER_COOKIE];
    if (!browser) return null;
    const found = await this.database.manager.findOneBy(OAuthState, { stateHash: digest(state), browserHash: digest(browser) });
    if (!found || found.usedAt || found.expiresAt <= now) return null;
    const { affected } = await this.database.manager
      .createQueryBuilder()
      .update(OAuthState)
      .set({ usedAt: now })
      .where('id = :id AND used_at IS NULL', { id: found.id })
      .execute();
    return affected === 1 ? { returnTo: found.returnTo } : null;
  }
}
