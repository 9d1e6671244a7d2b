import { Injectable } from '@nestjs/common';
import { type appointmentRoutes, type InvitationView, INVITED_FOR, type OfficeView } from '@wuye/shared/appointment';
import { maskName, maskPhone } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { Appointment } from '../identity/index.js';
import { Audit } from '../platform/audit/index.js';
import { Signer, Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Admissions } from './admissions.js';
import { refusesSelf } from './appointing.js';
import { OfficeBook } from './book.js';
import { OfficeNotices } from './notices.js';
import { INVITATION, Offices } from './offices.js';
import { problem } from './problems.js';
import { Scopes } from './scopes.js';

/** 邀请企业负责人: the district that supervises a company names its head, who takes the office up within seven days. */
@Injectable()
export class Invitations {
  constructor(
    private readonly work: Work,
    private readonly admissions: Admissions,
    private readonly book: OfficeBook,
    private readonly offices: Offices,
    private readonly notices: OfficeNotices,
    private readonly audit: Audit,
  ) {}

  /** The company has one seat: of two invitations at once one is made. */
  invite(context: SignedIn, { body }: InputOf<typeof appointmentRoutes.invite>): Promise<OfficeView | Problem> {
    const { now, who } = context;
    return this.work.run(context, async (tx) => {
      const company = await this.admissions.companyFor(tx, context, body);
      if (isProblem(company)) return company;
      const refused = await refusesSelf(tx, this.book, context, body.phone);
      if (refused) return refused;
      const takeUpUntil = new Date(now.getTime() + INVITED_FOR);
      const { name, phone } = body;
      const row = await this.book.enter(
        tx,
        { role: 'company_head', name, phone, permissions: null, by: who.personId, termEndsAt: null, takeUpUntil },
        company,
        now,
      );
      if (isProblem(row)) return row;
      await this.notices.made(tx, [row], company.scopeName, phone, now);
      await this.audit.record(tx, context, 'appointment.invite', `appointment:${row.id}`, { company: company.scopeId });
      return this.offices.view(tx, row.id, now);
    });
  }
}

/** What whoever opened the link sees: enough to know whether it is meant for them, and not the phone that it asks for. */
@Injectable()
export class InvitationLinks {
  constructor(
    private readonly database: Database,
    private readonly scopes: Scopes,
    private readonly signer: Signer,
    private readonly vault: Vault,
  ) {}

  async read({ now }: SignedIn, code: string): Promise<InvitationView | Problem> {
    const { manager } = this.database;
    const id = this.signer.verify(INVITATION, code);
    const row = id && (await manager.findOneBy(Appointment, { id, role: 'company_head' }));
    if (!row || row.takeUpUntil === null) return problem('APPOINT.INVITATION_UNKNOWN');
    const [place] = await this.scopes.ofCompany(manager, row.scopeId);
    const over = row.endedAt !== null || row.takeUpUntil <= now;
    return {
      companyName: await this.scopes.nameOf(manager, 'company', row.scopeId),
      districtName: place?.districtCode ? await this.scopes.nameOf(manager, 'district', place.districtCode) : '',
      name: maskName(this.vault.open('appointment.name', row.name)),
      phone: maskPhone(this.vault.open('appointment.phone', row.phone)),
      until: row.takeUpUntil.toISOString(),
      state: row.personId !== null && row.endedAt === null ? 'taken' : over ? 'ended' : 'open',
    };
  }
}
