import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { type BindingResult, type HouseView, type identityRoutes, maskIdNumber, maskName } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, isDuplicate, newId, StartOver } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Applications } from './applications.js';
import { Account, Binding, type BindingApplication, Person } from './entities.js';
import { problem } from './problems.js';

type Tx = EntityManager;

/** The homes that people bound, and the person behind them. */
@Injectable()
export class Bindings {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly applications: Applications,
    private readonly communities: Communities,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** Binds the chosen houses: person, bindings, audit and message in one unit of work. */
  async confirm(context: SignedIn, { params, body }: InputOf<typeof identityRoutes.confirmBinding>): Promise<BindingResult | Problem> {
    return this.work.run(context, async (tx) => {
      const found = await this.applications.find(tx, context, params.id);
      if (isProblem(found)) return found;
      if (found.state !== 'houses') return problem('BIND.STEP_WRONG');
      const offered = await this.applications.offered(tx, found);
      if (isProblem(offered)) return offered;
      const chosen = offered.filter((house) => body.houseIds.includes(house.id));
      if (chosen.length !== new Set(body.houseIds).size) return problem('BIND.HOUSE_NOT_OFFERED');
      if (!(await this.applications.step(tx, found.id, 'houses', 'done'))) return problem('BIND.STEP_WRONG');
      const personId = await this.certify(tx, context, found);
      if (isProblem(personId)) return personId;
      await this.bind(tx, context, personId, chosen);
      await this.applications.empty(tx, found.id);
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

  /**
   * The person behind the id number, now certified by face and linked to this account. Someone of the staff who is also
   * an owner keeps one person; two id numbers never share one, nor do two accounts.
   */
  private async certify(tx: Tx, context: SignedIn, found: BindingApplication): Promise<string | Problem> {
    const { now, who } = context;
    const subject = this.applications.subjectOf(found);
    const account = await tx.findOneByOrFail(Account, { id: who.accountId });
    const known = await tx.findOneBy(Person, { idNumberHash: In(this.vault.indexes('person.id_number', subject.idNumber)) });
    const current = account.personId ? await tx.findOneByOrFail(Person, { id: account.personId }) : null;
    if (known && known.id !== account.personId && (await tx.existsBy(Account, { personId: known.id }))) return problem('BIND.TAKEN');
    if (current && current.id !== known?.id && (known || current.idNumber)) return problem('BIND.OTHER_PERSON');
    const facts = {
      name: this.vault.seal('person.name', subject.name),
      idType: 'resident',
      idNumber: this.vault.seal('person.id_number', subject.idNumber),
      idNumberHash: this.vault.index('person.id_number', subject.idNumber),
      phone: this.vault.seal('person.phone', subject.phone),
      phoneHash: this.vault.index('person.phone', subject.phone),
      certified: 'face' as const,
      certifiedAt: now,
    };
    const existing = known ?? current;
    const id = existing?.id ?? newId(now);
    try {
      if (existing) await tx.update(Person, { id }, facts);
      else await tx.insert(Person, { id, ...facts, createdAt: now });
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

  private async bind(tx: Tx, context: SignedIn, personId: string, houses: readonly HouseView[]): Promise<void> {
    const { now, who } = context;
    const bound = await tx.findBy(Binding, { personId, houseId: In(houses.map(({ id }) => id)) });
    const fresh = houses.filter(({ id }) => !bound.some(({ houseId }) => houseId === id));
    const rows = fresh.map((house) => ({ id: newId(now), personId, houseId: house.id, communityId: house.communityId, boundAt: now }));
    if (rows.length > 0) await tx.insert(Binding, rows);
    await this.audit.record(tx, context, 'binding.confirm', `person:${personId}`, { houses: rows.length });
    const data = { community: houses[0]?.communityName ?? '', houses: String(houses.length), name: '业主', at: formatTemplateTime(now.getTime()) };
    await this.outbox.add(tx, now, [
      { kind: 'binding.done', subject: `binding:${newId(now)}`, recipient: who.accountId, communityId: houses[0]?.communityId ?? null, data },
    ]);
  }

  private async resultOf(manager: Tx, personId: string): Promise<BindingResult> {
    const person = await manager.findOneByOrFail(Person, { id: personId });
    const bindings = await manager.find(Binding, { where: { personId }, order: { id: 'ASC' } });
    const houses = await this.communities.houses(
      manager,
      bindings.map(({ houseId }) => houseId),
    );
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
