import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import {
  AGREEMENT_VERSION,
  type BindingApplication as ApplicationView,
  type BindingResult,

  type HouseView,
  type identityRoutes,
  maskIdNumber,
  maskName,
} from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { Communities, TitleRegister } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Account, type ApplicationState, Binding, BindingApplication, Consent, Person } from './entities.js';
import { problem } from './problems.js';
import { SmsCodes } from './sms-codes.js';

type Input<Name extends keyof typeof identityRoutes> = InputOf<(typeof identityRoutes)[Name]>;
type Tx = EntityManager;

const LIFETIME = 24 * 3_600_000;

/** 业主身份绑定 for a mainland id card [SZ-O 1 (一)]: the application, and the homes bound by it. */
@Injectable()
export class Bindings {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly codes: SmsCodes,
    private readonly register: TitleRegister,
    private readonly communities: Communities,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** Takes the form; what the register holds is told only after the face check. */
  async start(context: SignedIn, { body }: Input<'startBinding'>): Promise<ApplicationView | Problem> {
    if (body.agreement !== AGREEMENT_VERSION) return problem('BIND.AGREEMENT_OLD');
    const guess = await this.codes.guess(context, body.phone);
    const { now, who } = context;
    return this.work.run(context, async (tx) => {
      const refused = await this.codes.redeem(tx, guess, body.smsCode, now);
      if (refused) return refused;
      const id = newId(now);
      await this.consent(tx, context, 'user-agreement', AGREEMENT_VERSION);
      await tx.insert(BindingApplication, {
        id,
        accountId: who.accountId,
        state: 'face',
        name: this.vault.seal('binding_application.name', body.name),
        idNumber: this.vault.seal('binding_application.id_number', body.idNumber),
        phone: this.vault.seal('binding_application.phone', body.phone),
        faceVerifyId: null,
        faceFailures: 0,
        createdAt: now,
        expiresAt: new Date(now.getTime() + LIFETIME),
      });
      return { id, step: 'face' as const, houses: [] };
    });
  }

  /** The caller's own application while it lasts; another's is not there. */
  async application(manager: Tx, context: SignedIn, id: string): Promise<BindingApplication | Problem> {
    const found = await manager.findOneBy(BindingApplication, { id });
    const open = found !== null && found.expiresAt > context.now && (await this.access.may(manager, context, 'identity.bind', found));
    return open ? found : problem('BIND.NOT_FOUND');
  }

  /** Where the application stands, with the houses once they may be shown. */
  async read(context: SignedIn, id: string): Promise<ApplicationView | Problem> {
    const found = await this.application(this.database.manager, context, id);
    if (isProblem(found)) return found;
    if (found.state !== 'houses') return { id, step: found.state, houses: [] };
    const houses = await this.offered(this.database.manager, found);
    return isProblem(houses) ? houses : { id, step: 'houses', houses };
  }

  /** What was typed, opened for the face check. */
  subjectOf(found: BindingApplication): { name: string; idNumber: string } {
    return {
      name: this.vault.open('binding_application.name', found.name),
      idNumber: this.vault.open('binding_application.id_number', found.idNumber),
    };
  }

  /** Moves an application on by a conditional update; false when another request did so first. */
  async step(tx: Tx, id: string, from: ApplicationState, to: ApplicationState): Promise<boolean> {
    const { affected } = await tx.update(BindingApplication, { id, state: from }, { state: to });
    return affected === 1;
  }

  /** Records consent to a text by its version. */
  async consent(tx: Tx, { who, now }: SignedIn, document: Consent['document'], version: string): Promise<void> {
    await tx.insert(Consent, { id: newId(now), accountId: who.accountId, document, version, at: now });
  }

  /** Binds the chosen houses: person, bindings, audit and message in one unit of work. */
  async confirm(context: SignedIn, { params, body }: Input<'confirmBinding'>): Promise<BindingResult | Problem> {
    return this.work.run(context, async (tx) => {
      const found = await this.application(tx, context, params.id);
      if (isProblem(found)) return found;
      if (found.state !== 'houses') return problem('BIND.STEP_WRONG');
      const offered = await this.offered(tx, found);
      if (isProblem(offered)) return offered;
      const chosen = offered.filter((house) => body.houseIds.includes(house.id));
      if (chosen.length !== new Set(body.houseIds).size) return problem('BIND.HOUSE_NOT_OFFERED');
      if (!(await this.step(tx, found.id, 'houses', 'done'))) return problem('BIND.STEP_WRONG');
      const personId = await this.certify(tx, context, found);
      if (isProblem(personId)) return personId;
      await this.bind(tx, context, personId, chosen);
      return this.resultOf(tx, personId);
    });
  }

  /** My bound homes. */
  async mine({ who }: SignedIn): Promise<BindingResult> {
    return who.personId ? this.resultOf(this.database.manager, who.personId) : { person: null, houses: [] };
  }

  /** 解除所有绑定: the homes go, who the person is stays. */
  async endAll(context: SignedIn): Promise<BindingResult | Problem> {
    const { personId } = context.who;
    if (!personId) return { person: null, houses: [] };
    return this.work.run(context, async (tx) => {
      const { affected } = await tx.delete(Binding, { personId });
      await this.audit.record(tx, context, 'binding.end', `person:${personId}`, { houses: affected ?? 0 });
      return this.resultOf(tx, personId);
    });
  }

  /** The houses that the register holds under the application's name and number. */
  private async offered(manager: Tx, found: BindingApplication): Promise<HouseView[] | Problem> {
    const titles = await this.register.find(manager, this.subjectOf(found));
    if (titles.length === 0) return problem('BIND.NO_TITLE');
    const houses = await this.communities.houses(manager, titles.flatMap(({ houseId }) => houseId ?? []));
    return houses.length === 0 ? problem('BIND.HOUSE_MISSING') : houses;
  }

  /** The person behind the id number, now certified by face and linked to this account. */
  private async certify(tx: Tx, context: SignedIn, found: BindingApplication): Promise<string | Problem> {
    const { now, who } = context;
    const { name, idNumber } = this.subjectOf(found);
    const phone = this.vault.open('binding_application.phone', found.phone);
    const account = await tx.findOneByOrFail(Account, { id: who.accountId });
    const known = await tx.findOneBy(Person, { idNumberHash: In(this.vault.indexes('person.id_number', idNumber)) });
    if (known && known.id !== account.personId && (await tx.existsBy(Account, { personId: known.id }))) return problem('BIND.TAKEN');
    const current = account.personId ? await tx.findOneByOrFail(Person, { id: account.personId }) : null;
    // Someone of the staff who is also an owner keeps one person; two id numbers never share one.
    if (current?.idNumber && current.id !== known?.id) return problem('BIND.OTHER_PERSON');
    if (known && current && known.id !== current.id) return problem('BIND.OTHER_PERSON');
    const facts = {
      name: this.vault.seal('person.name', name),
      idType: 'resident',
      idNumber: this.vault.seal('person.id_number', idNumber),
      idNumberHash: this.vault.index('person.id_number', idNumber),
      phone: this.vault.seal('person.phone', phone),
      phoneHash: this.vault.index('person.phone', phone),
      certified: 'face' as const,
      certifiedAt: now,
    };
    const existing = known ?? current;
    const id = existing?.id ?? newId(now);
    if (existing) await tx.update(Person, { id }, facts);
    else await tx.insert(Person, { id, ...facts, createdAt: now });
    if (account.personId !== id) await tx.update(Account, { id: account.id }, { personId: id });
    return id;
  }

  private async bind(tx: Tx, context: SignedIn, personId: string, houses: readonly HouseView[]): Promise<void> {
    const { now, who } = context;
    const bound = await tx.findBy(Binding, { personId, houseId: In(houses.map(({ id }) => id)) });
    const fresh = houses.filter(({ id }) => !bound.some(({ houseId }) => houseId === id));
    const rows = fresh.map((house) => ({ id: newId(now), personId, houseId: house.id, communityId: house.communityId, boundAt: now }));
    if (rows.length > 0) await tx.insert(Binding, rows);
    await this.audit.record(tx, context, 'binding.confirm', `person:${personId}`, { houses: rows.length });
    const data = { community: houses[0]?.communityName ?? '', houses: String(houses.length), name: '业主', at: formatTemplateTime(now.getTime()) };
    await this.outbox.add(tx, now, [{ kind: 'binding.done', subject: `binding:${newId(now)}`, recipient: who.accountId, data }]);
  }

  private async resultOf(manager: Tx, personId: string): Promise<BindingResult> {
    const person = await manager.findOneByOrFail(Person, { id: personId });
    const bindings = await manager.find(Binding, { where: { personId }, order: { id: 'ASC' } });
    const houses = await this.communities.houses(manager, bindings.map(({ houseId }) => houseId));
    return {
      person: {
        name: maskName(this.vault.open('person.name', person.name)),
        idNumber: person.idNumber ? maskIdNumber(this.vault.open('person.id_number', person.idNumber)) : '',
        certified: person.certified,
      },
      houses: bindings.flatMap(({ houseId, boundAt }) => {
        const house = houses.find(({ id }) => id === houseId);
        return house ? [{ ...house, boundAt: boundAt.toISOString() }] : [];
      }),
    };
  }
}

