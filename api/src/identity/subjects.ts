import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { Certification, HouseView } from '@wuye/shared/identity';
import { Vault } from '../platform/crypto/index.js';
import { newId } from '../platform/database/index.js';
import { isProblem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Applications } from './applications.js';
import { Certifications, type Subject } from './certifications.js';
import { type ApplicationState, Binding, BindingApplication, Person } from './entities.js';
import { Offers } from './offers.js';

/** A binding that begins again where it stopped waits a week: its owner learns of it by a message. Ours. */
const REOPENED_FOR = 7 * 24 * 3_600_000;

/** Someone known by papers, and how far they are certified. */
export interface KnownOwner {
  readonly subject: Subject;
  readonly certified: Certification;
  readonly communityIds: readonly string[];
}

/** What other features ask of people on their way to being bound: who applies, and the end or a new beginning of their way. */
@Injectable()
export class Subjects {
  constructor(
    private readonly applications: Applications,
    private readonly certifications: Certifications,
    private readonly vault: Vault,
    private readonly offers: Offers,
  ) {}

  /** The caller's own running application in one of these states; null when it is another's, over, or elsewhere. */
  async ofApplication(manager: EntityManager, context: SignedIn, id: string, ...states: readonly ApplicationState[]): Promise<Subject | null> {
    const found = await this.applications.find(manager, context, id);
    return isProblem(found) || !states.includes(found.state) ? null : this.applications.subjectOf(found);
  }

  /** A person who has papers and homes; null for who has none. */
  async ofPerson(manager: EntityManager, personId: string): Promise<KnownOwner | null> {
    const person = await manager.findOneBy(Person, { id: personId });
    if (!person?.idNumber) return null;
    const bindings = await manager.findBy(Binding, { personId });
    const open = (field: string, sealed: string | null) => (sealed === null ? null : this.vault.open(`person.${field}`, sealed));
    const subject: Subject = {
      name: this.vault.open('person.name', person.name),
      idType: person.idType ?? 'resident',
      idNumber: this.vault.open('person.id_number', person.idNumber),
      idNumberRaw: open('id_number_raw', person.idNumberRaw),
      nationality: person.nationality,
      phone: this.vault.open('person.phone', person.phone),
    };
    return { subject, certified: person.certified, communityIds: [...new Set(bindings.map(({ communityId }) => communityId))] };
  }

  /** True when a person has these papers: nobody decides about themselves. */
  async isPerson(manager: EntityManager, personId: string | null, idNumber: string): Promise<boolean> {
    if (personId === null) return false;
    return manager.existsBy(Person, { id: personId, idNumberHash: In(this.vault.indexes('person.id_number', idNumber)) });
  }

  /** Where the register is asked in turn: has it asked about someone who is on no binding's way to it. `id` waits once at a time. */
  async askRegister(tx: EntityManager, id: string, subject: Subject, now: Date): Promise<void> {
    if (this.offers.queued && !(await this.offers.turnOf(tx, id))) await this.offers.ask(tx, id, subject, now);
  }

  /** True when someone with these papers has bound the house. */
  async hasBound(manager: EntityManager, houseId: string, idNumber: string): Promise<boolean> {
    const person = await manager.findOneBy(Person, { idNumberHash: In(this.vault.indexes('person.id_number', idNumber)) });
    return person !== null && manager.existsBy(Binding, { personId: person.id, houseId });
  }

  /** Ends an application that was decided in another way; nothing of what was typed stays in it. */
  async close(tx: EntityManager, applicationId: string): Promise<void> {
    for (const state of ['face', 'register', 'houses'] as const) {
      if (await this.applications.step(tx, applicationId, state, 'done')) await this.applications.empty(tx, applicationId);
    }
  }

  /** Certifies the account's person in this way, and binds the houses; the homes they have stay. Answers like `Certifications.certify`. */
  async certifyAndBind(tx: EntityManager, accountId: string, subject: Subject, way: Certification, houses: readonly HouseView[], now: Date) {
    const personId = await this.certifications.certify(tx, accountId, subject, way, now);
    if (isProblem(personId)) return personId;
    const bound = await tx.findBy(Binding, { personId, houseId: In(houses.map(({ id }) => id)) });
    const fresh = houses.filter(({ id }) => !bound.some(({ houseId }) => houseId === id));
    const rows = fresh.map((house) => ({ id: newId(now), personId, houseId: house.id, communityId: house.communityId, boundAt: now }));
    if (rows.length > 0) await tx.insert(Binding, rows);
    return personId;
  }

  /** A new application at the list of houses, for who had come so far and found none; its id. */
  async reopen(tx: EntityManager, accountId: string, subject: Subject, now: Date): Promise<string> {
    const id = newId(now);
    const seal = (field: string, text: string) => this.vault.seal(`binding_application.${field}`, text);
    await tx.insert(BindingApplication, {
      id,
      accountId,
      state: 'houses',
      purpose: 'bind',
      name: seal('name', subject.name),
      idType: subject.idType as BindingApplication['idType'],
      idNumberRaw: subject.idNumberRaw === null ? null : seal('id_number_raw', subject.idNumberRaw),
      nationality: subject.nationality,
      idNumber: seal('id_number', subject.idNumber),
      phone: seal('phone', subject.phone),
      faceVerifyId: null,
      faceFailures: 0,
      createdAt: now,
      expiresAt: new Date(now.getTime() + REOPENED_FOR),
    });
    return id;
  }
}
