import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { storageErrors } from '@wuye/shared/storage';
import type { intakeRoutes } from '@wuye/shared/intake';
import { maskName } from '@wuye/shared/identity';
import type { InputOf, OutputOf } from '@wuye/shared/kit';
import { Communities, placeFor } from '../community/index.js';
import { Receiving } from '../complaint/index.js';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { newId } from '../platform/database/index.js';
import { isProblem, type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Storage } from '../platform/storage/index.js';
import { arrivalOf, type Registrar } from './arrivals.js';

const fileProblem = problemsOf(storageErrors);

/** 代业主登记: staff write down what a caller or visitor says; its clocks run as for any other (成住建发〔2023〕62号 附件1 业主投诉指引 (二)). */
@Injectable()
export class Desk {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly people: People,
    private readonly storage: Storage,
    private readonly receiving: Receiving,
  ) {}

  /** In a community that the caller's office reaches. */
  register(context: SignedIn, { params, body }: InputOf<typeof intakeRoutes.register>): Promise<OutputOf<typeof intakeRoutes.register> | Problem> {
    const { now } = context;
    return this.work.run(context, async (tx) => {
      const place = await this.communities.byId(tx, params.id);
      if (isProblem(place)) return place;
      const refused = await this.access.refuses(tx, context, 'intake.register', placeFor(place));
      if (refused) return refused;
      const arrival = arrivalOf(newId(now), 'phone', body, await this.registrar(tx, context, 'intake.register'));
      const { complaint } = await this.receiving.receive(tx, now, place, { ...arrival, pictures: body.pictures });
      if (!(await this.storage.attach(tx, context, body.pictures, 'complaint', complaint.id))) return fileProblem('FILE.NOT_FOUND');
      return { no: complaint.no, title: complaint.title, dueAt: complaint.dueAt?.toISOString() ?? null };
    });
  }

  /** Who writes it down: their office, and their name as the timeline shows it. */
  async registrar(tx: EntityManager, context: SignedIn, action: string): Promise<Registrar> {
    const [office] = await this.access.scopes(tx, context, action);
    if (!office) throw new Error(`Who did ${action} holds no office.`);
    const { accountId, personId } = context.who;
    const person = personId ? await this.people.details(tx, personId) : null;
    return { accountId, role: office.role, name: person ? maskName(person.name) : '' };
  }
}
