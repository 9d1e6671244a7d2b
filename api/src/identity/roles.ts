import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { identityRoutes, SessionView } from '@wuye/shared/identity';
import type { InputOf, Role } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, newId, StartOver } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Account, Appointment, Person } from './entities.js';
import { People } from './people.js';
import { problem } from './problems.js';
import { SmsCodes } from './sms-codes.js';

/** 身份认证 of staff and officers: those registered under a phone take their offices up by proving the phone. */
@Injectable()
export class Roles {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly codes: SmsCodes,
    private readonly people: People,
    private readonly access: Access,
    private readonly audit: Audit,
  ) {}

  /** Takes up every office registered under the phone; the wanted role must be among them. */
  async claim(context: SignedIn, { body }: InputOf<typeof identityRoutes.claimRole>): Promise<SessionView | Problem> {
    const refused = await this.access.refuses(this.database.manager, context, 'identity.claim-role', {});
    if (refused) return refused;
    const guess = await this.codes.guess(context, body.phone);
    const { now, who } = context;
    const claimed = await this.work.run(context, async (tx) => {
      const wrong = await this.codes.redeem(tx, guess, body.smsCode, now);
      if (wrong) return wrong;
      const account = await tx.findOneByOrFail(Account, { id: who.accountId });
      const offices = await tx.findBy(Appointment, { phoneHash: In(this.vault.indexes('person.phone', body.phone)), endedAt: IsNull() });
      const open = offices.filter((office) => isOpen(office, account.personId, now));
      if (!open.some(({ role }) => role === body.role)) return refusal(offices, body.role, now);
      const personId = account.personId ?? (await this.makePerson(tx, account, open[0] as Appointment, body.phone, now));
      const free = open.filter((office) => office.personId === null);
      // Another account that can read the same phone may have been quicker: an office has one holder.
      const { affected } = await tx.update(Appointment, { id: In(free.map(({ id }) => id)), personId: IsNull() }, { personId });
      if (affected !== free.length) return problem('ROLE.NOT_REGISTERED');
      await this.people.welcome(tx, free, account.id, now);
      await this.audit.record(tx, context, 'role.claim', `person:${personId}`, { offices: open.length });
      return { personId };
    });
    return isProblem(claimed) ? claimed : this.people.session(context);
  }
  /** Someone who is known by a registered phone alone, under the name they were registered with. */
  private async makePerson(tx: EntityManager, account: Account, office: Appointment, phone: string, now: Date): Promise<string> {
    const id = newId(now);
    await tx.insert(Person, {
      id,
      name: this.vault.seal('person.name', this.vault.open('appointment.name', office.name)),
      idType: null,
      idNumber: null,
      idNumberHash: null,
      idNumberRaw: null,
      nationality: null,
      phone: this.vault.seal('person.phone', phone),
      phoneHash: this.vault.index('person.phone', phone),
      certified: 'none',
      certifiedAt: null,
      createdAt: now,
    });
    const { affected } = await tx.update(Account, { id: account.id, personId: IsNull() }, { personId: id });
    // Another act of the same account made the person first.
    if (affected !== 1) throw new StartOver();
    return id;
  }
}

const isOver = (end: Date | null, now: Date): boolean => end !== null && end <= now;

/** Held by this person, or by nobody and still to be had: an invitation and a term have their ends. */
function isOpen({ personId, takeUpUntil, termEndsAt }: Appointment, mine: string | null, now: Date): boolean {
  if (isOver(termEndsAt, now)) return false;
  return personId === null ? !isOver(takeUpUntil, now) : personId === mine;
}

/** Whoever was invited learns that they are late; nobody learns of an office that someone else holds. */
function refusal(offices: readonly Appointment[], wanted: Role, now: Date): Problem {
  const late = offices.some(({ role, personId, takeUpUntil }) => role === wanted && personId === null && isOver(takeUpUntil, now));
  return problem(late ? 'ROLE.EXPIRED' : 'ROLE.NOT_REGISTERED');
}
