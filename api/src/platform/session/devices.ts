import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { digest, newToken, Signer } from '../crypto/index.js';
import { Database, isDuplicate, newId, sqlInstant } from '../database/index.js';
import { deviceName } from './device-name.js';
import { Device } from './entities.js';

const COOKIE = 'wuye_device';
const PURPOSE = 'device';
/** Two years: longer than people keep a browser's data. */
const LIFETIME = 2 * 365 * 86_400;

/** What a session keeps of the device that it was opened on. */
export interface DeviceFacts {
  readonly deviceHash: string;
  readonly deviceName: string;
  /** When the account's phone was proved on it; null: not yet. */
  readonly provenAt: Date | null;
}

/**
 * The devices that an account signs in on, told apart by a signed random cookie: nothing of the device itself is read.
 * A stolen WeChat session or a borrowed phone is a device that was not seen before; it proves the registered phone first.
 */
@Injectable()
export class Devices {
  private readonly cookie;

  constructor(
    private readonly database: Database,
    private readonly signer: Signer,
    @Inject(CONFIG) config: Config,
  ) {
    this.cookie = { path: '/api', httpOnly: true, sameSite: 'lax', secure: config.PUBLIC_URL.startsWith('https:'), maxAge: LIFETIME } as const;
  }

  /** Knows the browser again, or names it for the next time. */
  async meet(request: FastifyRequest, reply: FastifyReply, accountId: string, now: Date): Promise<DeviceFacts> {
    const known = this.signer.verify(PURPOSE, request.cookies[COOKIE] ?? '');
    const token = known ?? newToken();
    // Set anew each time, so that one who comes back is never forgotten.
    void reply.setCookie(COOKIE, this.signer.sign(PURPOSE, token), this.cookie);
    const deviceHash = digest(token);
    return { deviceHash, deviceName: deviceName(request.headers['user-agent'] ?? ''), provenAt: await this.remember(accountId, deviceHash, now) };
  }

  /** The phone was proved in this session: it counts for the session and the next ones on its device. */
  async prove(tx: EntityManager, sessionId: string, now: Date): Promise<void> {
    const at = sqlInstant(now);
    await tx.query('UPDATE session SET proven_at = ? WHERE id = ? AND proven_at IS NULL', [at, sessionId]);
    await tx.query(
      `UPDATE device SET proven_at = ? WHERE proven_at IS NULL AND EXISTS
        (SELECT 1 FROM session s WHERE s.id = ? AND s.account_id = device.account_id AND s.device_hash = device.device_hash)`,
      [at, sessionId],
    );
  }

  /**
   * An account's first device is taken as its own (ours): there is nothing to compare it with, and what the account comes to
   * hold, homes or an office, is bound or claimed by proving a phone.
   */
  private async remember(accountId: string, deviceHash: string, now: Date): Promise<Date | null> {
    const devices = await this.database.manager.findBy(Device, { accountId });
    const known = devices.find((each) => each.deviceHash === deviceHash);
    if (known) {
      await this.database.manager.update(Device, { id: known.id }, { seenAt: now });
      return known.provenAt;
    }
    const provenAt = devices.length === 0 ? now : null;
    try {
      await this.database.manager.insert(Device, { id: newId(now), accountId, deviceHash, provenAt, seenAt: now });
    } catch (error) {
      // Two tabs of one browser at once: the other wrote it down.
      if (!isDuplicate(error)) throw error;
    }
    return provenAt;
  }
}
