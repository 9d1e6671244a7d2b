import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { type appointmentRoutes, isAppointable, type OfficeView } from '@wuye/shared/appointment';
import { confirmingRoles, type InputOf } from '@wuye/shared/kit';
import { Account, Appointment } from '../identity/index.js';
import { Audit } from '../platform/audit/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Sessions } from '../platform/session/index.js';
import { Authenticators } from '../security/index.js';
import { reachOffice } from './appointing.js';
import { OfficeBook } from './book.js';
import { OfficeNotices } from './notices.js';
import { Offices } from './offices.js';
import { problem } from './problems.js';
import { type Scope, Scopes } from './scopes.js';

type Input = InputOf<typeof appointmentRoutes.dismiss>;
type Act = (tx: EntityManager, row: Appointment, scope: Scope) => Promise<Problem | null>;

/** What opens an account: its sessions and its second factor. */
@Injectable()
export class AccountKeys {
  constructor(
    private readonly sessions: Sessions,
    private readonly authenticators: Authenticators,
  ) {}

  async signOut(tx: EntityManager, personId: string, now: Date): Promise<void> {
    const account = await tx.findOneBy(Account, { personId });
    if (account) await this.sessions.revokeAll(tx, account.id, now);
  }

  async resetAuthenticator(tx: EntityManager, personId: string): Promise<void> {
    await this.authenticators.remove(tx, personId);
  }
}

/** 注销, 解除绑定 and 重置动态口令 [SZ-E 4]. What is taken away is gone with the next request: roles are read for each. */
@Injectable()
export class Ending {
  constructor(
    private readonly work: Work,
    private readonly scopes: Scopes,
    private readonly book: OfficeBook,
    private readonly offices: Offices,
    private readonly notices: OfficeNotices,
    private readonly accounts: AccountKeys,
    private readonly audit: Audit,
  ) {}

  /** The office ends; what it was working on stays with the company, and goes to the next in it. */
  dismiss(context: SignedIn, input: Input): Promise<OfficeView | Problem> {
    const { now, who } = context;
    return this.act(context, input, 'appointment.dismiss', async (tx, row, { scopeName }) => {
      if (!(await this.book.end(tx, row.id, { endedAt: now, endedBy: who.personId, endReason: 'dismissed' }))) return problem('APPOINT.NOT_FOUND');
      await this.notices.ended(tx, row, row.personId, scopeName, now);
      return null;
    });
  }

  /**
   * The WeChat account is taken off this office and the others of the same person within the caller's reach, as after a lost
   * phone; its sessions end. The offices stay, for whoever proves the registered phone.
   */
  unbind(context: SignedIn, input: Input): Promise<OfficeView | Problem> {
    return this.act(context, input, 'appointment.unbind', async (tx, row, { scopeName }) => {
      if (row.personId === null) return null;
      const free: string[] = [];
      for (const office of await tx.findBy(Appointment, { personId: row.personId, endedAt: IsNull() }))
        if (isAppointable(office.role) && !isProblem(await this.scopes.reach(tx, context, office.role, office.scopeId))) free.push(office.id);
      const { affected } = await tx.update(Appointment, { id: In(free), personId: row.personId }, { personId: null });
      if (affected !== free.length) return problem('APPOINT.NOT_FOUND');
      await this.accounts.signOut(tx, row.personId, context.now);
      await this.notices.again(tx, row, scopeName, context.now);
      return null;
    });
  }

  /** For who lost the phone with the app: by the level above every office of theirs that asks for a second factor. */
  resetAuthenticator(context: SignedIn, input: Input): Promise<OfficeView | Problem> {
    return this.act(context, input, 'appointment.reset-authenticator', async (tx, row) => {
      if (row.personId === null) return problem('APPOINT.NOT_FOUND');
      for (const { role, scopeId } of await tx.findBy(Appointment, { personId: row.personId, endedAt: IsNull() })) {
        // Otherwise a manager whose staff is also a city officer could take that officer's second factor away.
        const reached = isAppointable(role) && confirmingRoles.has(role) ? await this.scopes.reach(tx, context, role, scopeId) : null;
        if (isProblem(reached)) return reached;
      }
      await this.accounts.resetAuthenticator(tx, row.personId);
      return null;
    });
  }

  private act(context: SignedIn, { params }: Input, name: string, act: Act): Promise<OfficeView | Problem> {
    return this.work.run(context, async (tx) => {
      const found = await reachOffice(tx, this.scopes, context, params.id);
      if (isProblem(found)) return found;
      const refused = await act(tx, found.row, found.scope);
      if (refused) return refused;
      await this.audit.record(tx, context, name, `appointment:${params.id}`, { role: found.row.role, scope: found.row.scopeId });
      return this.offices.view(tx, params.id, context.now);
    });
  }
}
