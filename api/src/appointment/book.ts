import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, LessThanOrEqual } from 'typeorm';
import { type Appointable, offices, seatOf } from '@wuye/shared/appointment';
import { roleNames } from '@wuye/shared/kit';
import { Appointment } from '../identity/index.js';
import { Vault } from '../platform/crypto/index.js';
import { isDuplicate, newId } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import { problem } from './problems.js';
import type { Scope } from './scopes.js';

/** Who is given an office, and by whom. */
export interface Entry {
  readonly role: Appointable;
  readonly name: string;
  readonly phone: string;
  readonly permissions: readonly string[] | null;
  /** The appointer's person; null: the operator. */
  readonly by: string | null;
  readonly termEndsAt: Date | null;
  readonly takeUpUntil: Date | null;
}

/** The rows of appointments: written by everyone who appoints, in their unit of work. */
@Injectable()
export class OfficeBook {
  constructor(private readonly vault: Vault) {}

  /** Enters an office that waits to be taken up. Where one holds it at a time, the unique seat decides between two at once. */
  async enter(tx: EntityManager, entry: Entry, { scopeId, scopeName }: Scope, now: Date): Promise<Appointment | Problem> {
    const words = { place: scopeName, role: roleNames[entry.role] };
    const seat = seatOf(entry.role, scopeId);
    if (await this.holds(tx, entry, scopeId)) return problem(seat ? 'APPOINT.SEAT_TAKEN' : 'APPOINT.ALREADY', words);
    if (seat) await this.freeOfExpired(tx, seat, now);
    const { by: appointedBy, name, phone, permissions, role, termEndsAt, takeUpUntil } = entry;
    const row: Appointment = {
      id: newId(now),
      role,
      scopeType: offices[role].scopeType,
      scopeId,
      ...this.sealed(name, phone),
      personId: null,
      permissions: permissions && [...permissions],
      appointedBy,
      appointedAt: now,
      termEndsAt,
      takeUpUntil,
      endedAt: null,
      seat,
      termWarnedAt: null,
      endedBy: null,
      endReason: null,
    };
    try {
      await tx.insert(Appointment, row);
      return row;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return problem('APPOINT.SEAT_TAKEN', words);
    }
  }

  /** True when the phone is registered for this office already. */
  async holds(tx: EntityManager, { role, phone }: Pick<Entry, 'role' | 'phone'>, scopeId: string): Promise<boolean> {
    return tx.existsBy(Appointment, { role, scopeId, phoneHash: In(this.vault.indexes('person.phone', phone)), endedAt: IsNull(), takeUpUntil: IsNull() });
  }

  /** True when a phone is that of an office or the person of someone. */
  isPhone(hash: string, phone: string): boolean {
    return this.vault.indexes('person.phone', phone).includes(hash);
  }

  /** Name and phone as a row keeps them. */
  sealed(name: string, phone: string): Pick<Appointment, 'name' | 'phone' | 'phoneHash'> {
    return {
      name: this.vault.seal('appointment.name', name),
      phone: this.vault.seal('appointment.phone', phone),
      phoneHash: this.vault.index('person.phone', phone),
    };
  }

  /** Ends an office; false when it had ended. */
  async end(tx: EntityManager, id: string, change: Pick<Appointment, 'endedAt' | 'endedBy' | 'endReason'>): Promise<boolean> {
    const { affected } = await tx.update(Appointment, { id, endedAt: IsNull() }, { ...change, seat: null });
    return affected === 1;
  }

  /** An invitation that nobody took up in time keeps no seat. */
  private async freeOfExpired(tx: EntityManager, seat: string, now: Date): Promise<void> {
    const over = { seat, personId: IsNull(), takeUpUntil: LessThanOrEqual(now) };
    await tx.update(Appointment, over, { endedAt: now, endReason: 'expired', seat: null });
  }
}
