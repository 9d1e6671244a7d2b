import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { deviceErrors, type DeviceSessions } from '@wuye/shared/device';
import { Audit } from '../platform/audit/index.js';
import { Database } from '../platform/database/index.js';
import { type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Sessions } from '../platform/session/index.js';

const problem = problemsOf(deviceErrors);

/** Where someone is signed in, and signing out from afar. */
@Injectable()
export class SignIns {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
  ) {}

  /** This device first, then the last seen. */
  async list(context: SignedIn, manager: EntityManager = this.database.manager): Promise<DeviceSessions> {
    const { who, now } = context;
    const open = await this.sessions.openOf(manager, who, now);
    const shown = open.map((session) => ({
      id: session.id,
      current: session.id === who.sessionId,
      device: session.deviceName ?? '其他设备·浏览器',
      proven: session.provenAt !== null,
      signedInAt: session.createdAt.toISOString(),
      seenAt: session.seenAt.toISOString(),
    }));
    return { sessions: shown.sort((a, b) => Number(b.current) - Number(a.current) || b.seenAt.localeCompare(a.seenAt)) };
  }

  /** Another's session is not there. */
  async end(context: SignedIn, id: string): Promise<DeviceSessions | Problem> {
    const { who, now } = context;
    return this.work.run(context, async (tx) => {
      if (!(await this.sessions.revoke(tx, who.accountId, id, now))) return problem('DEVICE.NOT_FOUND');
      await this.audit.record(tx, context, 'session.end', `account:${who.accountId}`, { sessions: 1 });
      return this.list(context, tx);
    });
  }

  /** All but this one. */
  async endOthers(context: SignedIn): Promise<DeviceSessions | Problem> {
    const { who, now } = context;
    return this.work.run(context, async (tx) => {
      const others = (await this.sessions.openOf(tx, who, now)).filter(({ id }) => id !== who.sessionId);
      for (const { id } of others) await this.sessions.revoke(tx, who.accountId, id, now);
      await this.audit.record(tx, context, 'session.end', `account:${who.accountId}`, { sessions: others.length });
      return this.list(context, tx);
    });
  }
}
