import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, LessThan, Not } from 'typeorm';
import { maskIdNumber, maskName, maskPhone } from '@wuye/shared/identity';
import { Vault } from '../platform/crypto/index.js';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';
import { RegisterQueue } from '../register/index.js';
import { Account, Appointment, Binding, BindingApplication, Consent, Person, PersonNumber, SmsCode } from './entities.js';

/** What identity holds of someone. Captchas are not among it: keyed hashes of an answer, gone within the hour. */
@Injectable()
export class IdentityHolder implements Holder {
  readonly feature = 'identity';
  readonly ground = true;
  readonly tables = ['account', 'person', 'person_number', 'consent', 'binding_application', 'binding', 'appointment', 'sms_code', 'register_query'];

  constructor(
    private readonly vault: Vault,
    private readonly queue: RegisterQueue,
    personalData: PersonalData,
  ) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { accountId, personId }: DataSubject): Promise<Holding[]> {
    const person = personId === null ? null : await manager.findOneBy(Person, { id: personId });
    return [
      { key: 'account', count: 1 },
      { key: 'person', count: person ? 1 : 0, values: person ? this.valuesOf(person) : [] },
      { key: 'binding', count: personId === null ? 0 : await manager.countBy(Binding, { personId }) },
      { key: 'application', count: await manager.countBy(BindingApplication, { accountId }) },
      { key: 'office', count: personId === null ? 0 : await manager.countBy(Appointment, { personId }) },
      { key: 'consent', count: await manager.countBy(Consent, { accountId }) },
    ];
  }

  private valuesOf(person: Person): { label: string; value: string }[] {
    const { name, idNumber, phone } = this.open(person);
    const all = [
      { label: '姓名', value: maskName(name) },
      { label: '证件号', value: maskIdNumber(idNumber) },
      { label: '手机号', value: maskPhone(phone) },
    ];
    return all.filter(({ value }) => value !== '');
  }

  private open({ name, idNumber, phone }: Person): { name: string; idNumber: string; phone: string } {
    return {
      name: this.vault.open('person.name', name),
      idNumber: idNumber === null ? '' : this.vault.open('person.id_number', idNumber),
      phone: this.vault.open('person.phone', phone),
    };
  }

  async export(manager: EntityManager, { accountId, personId, openid }: DataSubject): Promise<Record<string, unknown>> {
    const account = await manager.findOneBy(Account, { id: accountId });
    const person = personId === null ? null : await manager.findOneBy(Person, { id: personId });
    const bindings = personId === null ? [] : await manager.findBy(Binding, { personId });
    const offices = personId === null ? [] : await manager.findBy(Appointment, { personId });
    const consents = await manager.findBy(Consent, { accountId });
    return {
      account: { id: accountId, openid, createdAt: account?.createdAt ?? null },
      person: person && { ...this.open(person), idType: person.idType, certified: person.certified, certifiedAt: person.certifiedAt },
      homes: bindings.map(({ houseId, communityId, boundAt }) => ({ houseId, communityId, boundAt })),
      offices: offices.map(({ role, scopeType, scopeId, appointedAt, endedAt }) => ({ role, scopeType, scopeId, appointedAt, endedAt })),
      consents: consents.map(({ document, version, at, withdrawnAt }) => ({ document, version, at, withdrawnAt })),
    };
  }

  async erase(tx: EntityManager, erasing: Erasing): Promise<void> {
    const { accountId, now, until, gone } = erasing;
    const walks = await tx.findBy(BindingApplication, { accountId, createdAt: LessThan(until) });
    for (const { id } of walks) await this.queue.forget(tx, id);
    await tx.delete(BindingApplication, { accountId, createdAt: LessThan(until) });
    await this.unlink(tx, erasing);
    // The proof of what was agreed to, and until when, stays for its term; it names nobody (law: provision records 3 years).
    await tx.update(Consent, { accountId, at: LessThan(until), withdrawnAt: IsNull() }, { withdrawnAt: now });
    if (gone) await tx.update(Account, { id: accountId }, { openid: `gone:${accountId}`, subscribed: false, subscribedAt: null });
  }

  /** Takes the person off the account, and the person's data away. */
  private async unlink(tx: EntityManager, { accountId, personId, until }: Erasing): Promise<void> {
    const person = personId === null ? null : await tx.findOneBy(Person, { id: personId });
    if (!person || (person.certifiedAt ?? person.createdAt) >= until) return;
    await tx.delete(Binding, { personId: person.id });
    await tx.update(Account, { id: accountId }, { personId: null });
    if (await tx.existsBy(Account, { personId: person.id, id: Not(accountId) })) return;
    await this.leaveOffices(tx, person.id);
    await tx.delete(SmsCode, { phoneHash: In(this.vault.indexes('person.phone', this.open(person).phone)) });
    await tx.delete(PersonNumber, { personId: person.id });
    await tx.delete(Person, { id: person.id });
  }

  /**
   * An office that is held is the employer's register, not the person's: it can be taken up again by proving the phone. Of one
   * that has ended, who held it is told by the surname alone.
   */
  private async leaveOffices(tx: EntityManager, personId: string): Promise<void> {
    await tx.update(Appointment, { personId, endedAt: IsNull() }, { personId: null });
    const ended = await tx.findBy(Appointment, { personId });
    for (const { id, name } of ended) {
      const masked = this.vault.seal('appointment.name', maskName(this.vault.open('appointment.name', name)));
      await tx.update(Appointment, { id: In([id]) }, { personId: null, name: masked, phone: this.vault.seal('appointment.phone', ''), phoneHash: '' });
    }
  }
}
