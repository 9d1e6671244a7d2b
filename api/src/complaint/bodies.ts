import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { BodyView, complaintRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Database, newId } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { ReferralBody } from './entities.js';
import { problem } from './problems.js';

const viewOf = ({ id, name, kind, phone, districtCode }: ReferralBody): BodyView => ({ id, name, kind, phone, districtCode });

/** 转派去向: the bodies that a district's bureau may refer complaints to, kept by its officers (惠州通知 三 “接入相关政府部门”). */
@Injectable()
export class Bodies {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly work: Work,
  ) {}

  /** Those of the reader's districts. */
  async list(context: SignedIn): Promise<{ items: BodyView[] } | Problem> {
    const { manager } = this.database;
    const districts = await this.districts(manager, context);
    if (isProblem(districts)) return districts;
    const rows = await manager.find(ReferralBody, { where: { districtCode: In(districts), endedAt: IsNull() }, order: { id: 'ASC' } });
    return { items: rows.map(viewOf) };
  }

  /** One more, in the officer's own district. */
  add(context: SignedIn, { body }: InputOf<typeof complaintRoutes.addBody>): Promise<BodyView | Problem> {
    return this.work.run(context, async (tx) => {
      const districts = await this.districts(tx, context);
      if (isProblem(districts)) return districts;
      const row = {
        id: newId(context.now),
        ...body,
        districtCode: districts[0] ?? '',
        createdBy: context.who.accountId,
        createdAt: context.now,
        endedAt: null,
      };
      await tx.insert(ReferralBody, row);
      return viewOf(row);
    });
  }

  /** No longer: what it has taken already stays with it. */
  end(context: SignedIn, { params }: InputOf<typeof complaintRoutes.endBody>): Promise<void | Problem> {
    return this.database.transaction(async (tx) => {
      const districts = await this.districts(tx, context);
      if (isProblem(districts)) return districts;
      const { affected } = await tx.update(ReferralBody, { id: params.id, districtCode: In(districts), endedAt: IsNull() }, { endedAt: context.now });
      return affected === 1 ? undefined : problem('COMPLAINT.BODY_UNKNOWN');
    });
  }

  /** Whether a district refers at all. */
  any(manager: EntityManager, districtCode: string): Promise<boolean> {
    return manager.existsBy(ReferralBody, { districtCode, endedAt: IsNull() });
  }

  /** One that may be referred to in this district, or null. */
  standing(manager: EntityManager, id: string, districtCode: string): Promise<ReferralBody | null> {
    return manager.findOneBy(ReferralBody, { id, districtCode, endedAt: IsNull() });
  }

  private async districts(manager: EntityManager, context: SignedIn): Promise<string[] | Problem> {
    const refused = await this.access.refusesEverywhere(manager, context, 'complaint.bodies');
    if (refused) return refused;
    const grants = await this.access.scopes(manager, context, 'complaint.bodies');
    return grants.length === 0 ? platformProblem('ACCESS.DENIED') : grants.map(({ scopeId }) => scopeId);
  }
}
