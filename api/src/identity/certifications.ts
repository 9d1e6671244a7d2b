import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { Certification } from '@wuye/shared/identity';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { isDuplicate, newId, StartOver } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import { Sessions } from '../platform/session/index.js';
import { Account, Appointment, Person, PersonNumber } from './entities.js';
import { problem } from './problems.js';

/** What the person typed, checked and normalised. */
export interface Subject {
  readonly name: string;
  readonly idType: string;
  readonly idNumber: string;
  /** As the title certificate prints it, where that differs. */
  readonly idNumberRaw: string | null;
  /** Of a passport. */
  readonly nationality: string | null;
  readonly phone: string;
}

/** The person behind an id number, and how far they are certified. */
@Injectable()
export class Certifications {
  constructor(
    private readonly vault: Vault,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
  ) {}

  /**
   * Links the account to the person of this id number, made when there is none, certified in this way. Someone of the
   * staff who is also an owner keeps one person; two id numbers never share one, nor do two accounts.
   */
  async certify(tx: EntityManager, accountId: string, subject: Subject, way: Certification, now: Date): Promise<string | Problem> {
    const account = await tx.findOneByOrFail(Account, { id: accountId });
    const known = await tx.findOneBy(Person, { idNumberHash: In(this.vault.indexes('person.id_number', subject.idNumber)) });
    const current = account.personId ? await tx.findOneByOrFail(Person, { id: account.personId }) : null;
    if (known && known.id !== account.personId && !(await this.isFree(tx, known, way, now))) return problem('BIND.TAKEN');
    if (current && current.id !== known?.id && (known || current.idNumber)) return problem('BIND.OTHER_PERSON');
    const existing = known ?? current;
    const id = existing?.id ?? newId(now);
    const facts = { ...this.factsOf(subject), ...certification(existing, way, now) };
    try {
      if (existing) await tx.update(Person, { id }, facts);
      else await tx.insert(Person, { id, ...facts, createdAt: now });
      await this.claim(tx, id, subject.idNumber);
    } catch (error) {
      // Another account bound the same papers since they were looked up.
      if (isDuplicate(error)) return problem('BIND.TAKEN');
      throw error;
    }
    if (account.personId !== id) {
      const { affected } = await tx.update(Account, { id: account.id, personId: IsNull() }, { personId: id });
      // Another act of the same account made the person first.
      if (affected !== 1) throw new StartOver();
    }
    return id;
  }

  /**
   * Whether a person may be taken up by another account: when none has it, or when originals were seen at the desk and the one that
   * has it proved nothing: whoever typed a name and number first must not shut its owner out. It is taken off that account, whose
   * sessions end; who is certified, or holds an office, is never moved. Ours.
   */
  private async isFree(tx: EntityManager, person: Person, way: Certification, now: Date): Promise<boolean> {
    const holders = await tx.findBy(Account, { personId: person.id });
    if (holders.length === 0) return true;
    const proved = person.certified !== 'none' || (await tx.existsBy(Appointment, { personId: person.id, endedAt: IsNull() }));
    if (way !== 'offline' || proved) return false;
    for (const { id } of holders) {
      await tx.update(Account, { id, personId: person.id }, { personId: null });
      await this.sessions.revokeAll(tx, id, now);
      await this.audit.record(tx, { now, who: { accountId: id } }, 'binding.displaced', `person:${person.id}`);
    }
    return true;
  }

  /** Takes the number for this person under every key; an earlier number is given back. Throws as a duplicate when it is another's. */
  private async claim(tx: EntityManager, personId: string, idNumber: string): Promise<void> {
    const hashes = this.vault.indexes('person.id_number', idNumber);
    const has = (await tx.findBy(PersonNumber, { personId })).map(({ hash }) => hash);
    const stale = has.filter((hash) => !hashes.includes(hash));
    if (stale.length > 0) await tx.delete(PersonNumber, { hash: In(stale) });
    const fresh = hashes.filter((hash) => !has.includes(hash)).map((hash) => ({ hash, personId }));
    if (fresh.length > 0) await tx.insert(PersonNumber, fresh);
  }

  private factsOf({ name, idType, idNumber, idNumberRaw, nationality, phone }: Subject) {
    return {
      name: this.vault.seal('person.name', name),
      idType,
      idNumber: this.vault.seal('person.id_number', idNumber),
      idNumberHash: this.vault.index('person.id_number', idNumber),
      idNumberRaw: idNumberRaw === null ? null : this.vault.seal('person.id_number_raw', idNumberRaw),
      nationality,
      phone: this.vault.seal('person.phone', phone),
      phoneHash: this.vault.index('person.phone', phone),
    };
  }
}

/** A binding without a certificate takes none away that someone has. */
function certification(existing: Person | null, way: Certification, now: Date): Pick<Person, 'certified' | 'certifiedAt'> {
  if (way === 'none') return { certified: existing?.certified ?? 'none', certifiedAt: existing?.certifiedAt ?? null };
  return { certified: way, certifiedAt: now };
}
