import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, type CommunityPlace } from '../community/index.js';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Storage } from '../platform/storage/index.js';
import { ComplaintViews } from './complaint-views.js';
import { problem } from './problems.js';
import { type Arrival, Receiving } from './receiving.js';

type Body = InputOf<typeof complaintRoutes.submit>['body'];

/** Speaking up: one unit of work writes the complaint, its clock, its first event and the messages it causes. */
@Injectable()
export class Submissions {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly storage: Storage,
    private readonly receiving: Receiving,
    private readonly views: ComplaintViews,
    private readonly people: People,
  ) {}

  /** Submits by a community's signed code; anyone signed in may. */
  submit(context: SignedIn, { body }: InputOf<typeof complaintRoutes.submit>): Promise<ComplaintView | Problem> | Problem {
    if (body.words === '' && body.pictures.length === 0) return problem('COMPLAINT.EMPTY');
    return this.work.run(context, async (tx) => {
      const refused = await this.access.refuses(tx, context, 'complaint.submit', {});
      if (refused) return refused;
      const place = await this.communities.byCode(body.code, tx);
      if (isProblem(place)) return problem('COMPLAINT.CODE_INVALID');
      const arrival = await this.arrivalOf(tx, context, body, place);
      const received = await this.receiving.receive(tx, context.now, place, arrival);
      const { id } = received.complaint;
      if (!(await this.storage.attach(tx, context, body.pictures, 'complaint', id))) return problem('COMPLAINT.PICTURE_UNKNOWN');
      return this.views.show(tx, context, { ...received, place, plain: { ...body, position: body.position ?? null } });
    });
  }

  private async arrivalOf(tx: EntityManager, { who }: SignedIn, body: Body, place: CommunityPlace): Promise<Arrival> {
    return {
      accountId: who.accountId,
      personId: who.personId,
      houseId: who.personId ? await this.people.homeOf(tx, who.personId, place.id) : null,
      source: body.source ?? 'code',
      outsideNo: null,
      kind: body.kind,
      category: body.category,
      words: body.words,
      place: body.place,
      position: body.position ? JSON.stringify(body.position) : '',
      pictures: body.pictures,
      anonymous: body.anonymous,
      phone: body.phone ?? '',
      caller: '',
      by: { accountId: who.accountId, role: 'submitter', name: '' },
    };
  }
}
