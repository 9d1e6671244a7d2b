import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { type Grant, type Role, roleNames } from '@wuye/shared/kit';
import { Account, Appointment, People } from '../identity/index.js';
import { Vault } from '../platform/crypto/index.js';
import { newId } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';

/** Tells people what became of their offices: in WeChat, and by SMS who has no account or does not follow. */
@Injectable()
export class OfficeNotices {
  constructor(
    private readonly outbox: Outbox,
    private readonly people: People,
    private readonly vault: Vault,
  ) {}

  /** One message for all that were given at once. Whoever proved this phone before gets it in WeChat. */
  async made(tx: EntityManager, rows: readonly Appointment[], place: string, phone: string, now: Date): Promise<void> {
    const [first] = rows;
    if (!first) return;
    const known = await tx.findOneBy(Appointment, {
      phoneHash: In(this.vault.indexes('person.phone', phone)),
      personId: Not(IsNull()),
      endedAt: IsNull(),
    });
    const recipient = (known?.personId && (await this.accountOf(tx, known.personId))) || `appointment:${first.id}`;
    await this.tell(tx, 'appointment.made', first.role, rows.length > 1 ? `${place}等${rows.length}处` : place, recipient, now);
  }

  /** The office is to be taken up again: by SMS, for the account that held it is no longer its own. */
  async again(tx: EntityManager, row: Appointment, place: string, now: Date): Promise<void> {
    await this.tell(tx, 'appointment.made', row.role, place, `appointment:${row.id}`, now);
  }

  /** `personId` is who held it until now; null: nobody had taken it up. */
  async ended(tx: EntityManager, { id, role }: Appointment, personId: string | null, place: string, now: Date): Promise<void> {
    const recipient = (personId && (await this.accountOf(tx, personId))) || `appointment:${id}`;
    await this.tell(tx, 'appointment.ended', role, place, recipient, now);
  }

  /** To the first of the offices that someone holds. */
  async aboutToEnd(tx: EntityManager, { role }: Appointment, place: string, above: readonly Grant[], now: Date): Promise<void> {
    for (const office of above) {
      const holders = await this.people.holders(tx, [office], now);
      for (const { recipient } of holders) await this.tell(tx, 'appointment.term', role, place, recipient, now);
      if (holders.length > 0) return;
    }
  }

  private async tell(tx: EntityManager, kind: string, role: Role, community: string, recipient: string, now: Date): Promise<void> {
    const data = { title: roleNames[role], community, at: formatTemplateTime(now.getTime()) };
    await this.outbox.add(tx, now, [{ kind, subject: newId(now), recipient, data }]);
  }

  private async accountOf(tx: EntityManager, personId: string): Promise<string | null> {
    return (await tx.findOneBy(Account, { personId }))?.id ?? null;
  }
}
