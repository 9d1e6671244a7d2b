import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { type appointmentRoutes, type Duty, INVITED_FOR, isAppointable, offices, type OfficeView, permissionsFor, termEnd } from '@wuye/shared/appointment';
import { type InputOf, roleNames } from '@wuye/shared/kit';
import { Appointment, Person } from '../identity/index.js';
import { Access, accessTable } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { type Entry, OfficeBook } from './book.js';
import { OfficeNotices } from './notices.js';
import { Offices } from './offices.js';
import { problem } from './problems.js';
import { type Scope, Scopes } from './scopes.js';

type Input<Name extends 'make' | 'edit'> = InputOf<(typeof appointmentRoutes)[Name]>;

/** 任命 and 编辑: the level above enters name and phone; the office is taken up by proving the phone [SZ-E 4]. */
@Injectable()
export class Appointing {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly scopes: Scopes,
    private readonly book: OfficeBook,
    private readonly offices: Offices,
    private readonly notices: OfficeNotices,
    private readonly audit: Audit,
  ) {}

  /** One person at one place or several, all or none. */
  make(context: SignedIn, { body }: Input<'make'>): Promise<{ items: OfficeView[] } | Problem> {
    const { now, who } = context;
    return this.work.run(context, async (tx) => {
      const reached = await this.reachAll(tx, context, body.role, body.scopeIds);
      if (isProblem(reached)) return reached;
      if (offices[body.role].invited) return problem('APPOINT.BY_INVITATION');
      const termEndsAt = termOf(body, now);
      if (isProblem(termEndsAt)) return termEndsAt;
      const refused = (await refusesSelf(tx, this.book, context, body.phone)) ?? (await this.refusesPermissions(tx, context, body.role, body.permissions));
      if (refused) return refused;
      const entry: Entry = { ...body, by: who.personId, termEndsAt, takeUpUntil: null };
      const rows: Appointment[] = [];
      for (const scope of reached) {
        const row = await this.book.enter(tx, entry, scope, now);
        if (isProblem(row)) return row;
        rows.push(row);
        await this.audit.record(tx, context, 'appointment.make', `appointment:${row.id}`, { role: body.role, scope: scope.scopeId });
      }
      await this.notices.made(tx, rows, reached[0]?.scopeName ?? '', body.phone, now);
      return { items: await this.offices.views(tx, rows, now) };
    });
  }

  /** Corrects an office. Another phone is another proof: the account that held it holds it no longer. */
  edit(context: SignedIn, { params, body }: Input<'edit'>): Promise<OfficeView | Problem> {
    const { now } = context;
    return this.work.run(context, async (tx) => {
      const found = await reachOffice(tx, this.scopes, context, params.id);
      if (isProblem(found)) return found;
      const { row, scope } = found;
      const moved = !this.book.isPhone(row.phoneHash, body.phone);
      const refused =
        (moved ? await refusesSelf(tx, this.book, context, body.phone) : null) ??
        (await this.refusesPermissions(tx, context, row.role as Duty['role'], body.permissions));
      if (refused) return refused;
      if (moved && (await this.book.holds(tx, { role: row.role as Duty['role'], phone: body.phone }, row.scopeId)))
        return problem('APPOINT.ALREADY', { place: scope.scopeName, role: roleNames[row.role] });
      const again = { personId: null, takeUpUntil: row.takeUpUntil && new Date(now.getTime() + INVITED_FOR) };
      const change = { ...this.book.sealed(body.name, body.phone), permissions: body.permissions, ...(moved && again) };
      // What was read must still stand: two who edit at once do not mix, and an end stays an end.
      const { affected } = await tx.update(Appointment, { id: row.id, phoneHash: row.phoneHash, endedAt: IsNull() }, change);
      if (affected !== 1) return problem('APPOINT.NOT_FOUND');
      if (moved) await this.notices.ended(tx, row, row.personId, scope.scopeName, now);
      if (moved) await this.notices.again(tx, row, scope.scopeName, now);
      await this.audit.record(tx, context, 'appointment.edit', `appointment:${row.id}`, { phone: moved });
      return this.offices.view(tx, row.id, now);
    });
  }

  private async reachAll(tx: EntityManager, context: SignedIn, role: Duty['role'], scopeIds: readonly string[]): Promise<Scope[] | Problem> {
    const reached: Scope[] = [];
    // In one order for everyone: two who appoint at the same places wait for each other and do not lock each other out.
    for (const scopeId of [...new Set(scopeIds)].sort()) {
      const scope = await this.scopes.reach(tx, context, role, scopeId);
      if (isProblem(scope)) return scope;
      reached.push(scope);
    }
    return reached;
  }

  /** Nobody gives what the role cannot have, nor more than they have themselves. */
  private async refusesPermissions(tx: EntityManager, context: SignedIn, role: Duty['role'], wanted: readonly string[] | null): Promise<Problem | null> {
    const known = permissionsFor(role, accessTable).map(({ feature }) => feature);
    const mine = await this.access.scopes(tx, context, `appointment.${role}`);
    const unlimited = mine.some(({ only }) => only === undefined);
    const covered = wanted !== null && mine.some(({ only }) => wanted.every((each) => only?.includes(each)));
    const sound = wanted === null || (wanted.length > 0 && wanted.every((each) => known.includes(each)));
    return sound && (unlimited || covered) ? null : problem('APPOINT.PERMISSION_UNKNOWN');
  }
}

/** An office that stands, when the caller may manage it; nobody manages their own. */
export async function reachOffice(tx: EntityManager, scopes: Scopes, context: SignedIn, id: string): Promise<{ row: Appointment; scope: Scope } | Problem> {
  const row = await tx.findOneBy(Appointment, { id });
  if (!row || !isAppointable(row.role)) return problem('APPOINT.NOT_FOUND');
  const scope = await scopes.reach(tx, context, row.role, row.scopeId);
  if (isProblem(scope)) return scope;
  if (row.endedAt !== null) return problem('APPOINT.NOT_FOUND');
  return row.personId !== null && row.personId === context.who.personId ? problem('APPOINT.SELF') : { row, scope };
}

/** Nobody appoints themselves: neither by the phone of an office they hold, nor by their own. */
export async function refusesSelf(tx: EntityManager, book: OfficeBook, { who }: SignedIn, phone: string): Promise<Problem | null> {
  if (who.personId === null) return null;
  const person = await tx.findOneBy(Person, { id: who.personId });
  const held = await tx.findBy(Appointment, { personId: who.personId });
  const mine = [person, ...held].some((each) => each !== null && book.isPhone(each.phoneHash, phone));
  return mine ? problem('APPOINT.SELF') : null;
}

function termOf({ role, lastDay }: Input<'make'>['body'], now: Date): Date | null | Problem {
  if (!offices[role].term) return null;
  const end = lastDay === null ? null : termEnd(lastDay, now.getTime());
  return end === null ? problem('APPOINT.TERM_INVALID') : new Date(end);
}
