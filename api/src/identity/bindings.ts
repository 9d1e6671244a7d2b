import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { type BindingResult, type HouseView, type identityRoutes, maskIdNumber, maskName } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Applications } from './applications.js';
import { Certifications } from './certifications.js';
import { Binding, Person } from './entities.js';
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
    private readonly certifications: Certifications,
    private readonly communities: Communities,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** Binds the chosen houses: person, bindings, audit and message in one unit of work. */
  async confirm(context: SignedIn, { params, body }: InputOf<typeof identityRoutes.confirmBinding>): Promise<BindingResult | Problem> {
    const asked = await this.applications.find(this.database.manager, context, params.id);
    if (!isProblem(asked) && asked.state === 'houses' && (await this.applications.askedAgain(asked, context.now))) return problem('BIND.ASKED_AGAIN');
    return this.work.run(context, async (tx) => {
      const found = await this.applications.find(tx, context, params.id);
      if (isProblem(found)) return found;
      if (found.state !== 'houses') return problem('BIND.STEP_WRONG');
      const offered = await this.applications.offered(tx, found);
      if (isProblem(offered)) return offered;
      const chosen = offered.filter((house) => body.houseIds.includes(house.id));
      if (chosen.length !== new Set(body.houseIds).size) return problem('BIND.HOUSE_NOT_OFFERED');
      if (!(await this.applications.step(tx, found.id, 'houses', 'done'))) return problem('BIND.STEP_WRONG');
      const way = this.applications.hasFace(found) ? 'face' : 'none';
      const personId = await this.certifications.certify(tx, context.who.accountId, this.applications.subjectOf(found), way, context.now);
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

  /** 解除绑定 of one home. */
  async leave(context: SignedIn, houseId: string): Promise<BindingResult | Problem> {
    const { personId } = context.who;
    if (!personId) return problem('BIND.HOUSE_NOT_BOUND');
    return this.work.run(context, async (tx) => {
      const { affected } = await tx.delete(Binding, { personId, houseId });
      if (affected !== 1) return problem('BIND.HOUSE_NOT_BOUND');
      await this.audit.record(tx, context, 'binding.leave', `person:${personId}`, { house: houseId });
      return this.resultOf(tx, personId);
    });
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
