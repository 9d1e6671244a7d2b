import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { appointmentRoutes } from '@wuye/shared/appointment';
import { checkCreditCode } from '@wuye/shared/community';
import { normalizeIdentifier } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { Company } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { isDuplicate, newId, StartOver } from '../platform/database/index.js';
import { platformProblem, Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { CompanyAdmission } from './entities.js';
import { problem } from './problems.js';
import { type Scope, Scopes } from './scopes.js';

type Body = InputOf<typeof appointmentRoutes.invite>['body'];

/** Which company an invitation is for: one that is here, within the officer's district, or one that the officer enters. */
@Injectable()
export class Admissions {
  constructor(
    private readonly access: Access,
    private readonly scopes: Scopes,
  ) {}

  /**
   * The company of a 统一社会信用代码, entered when there is none. A wrong check digit warns and can be overruled by who looked
   * at the licence (GB 32100: some real codes fail it); that is kept with the company's admission.
   */
  async companyFor(tx: EntityManager, context: SignedIn, body: Body): Promise<Scope | Problem> {
    const refused = await this.access.refusesEverywhere(tx, context, 'appointment.company_head');
    if (refused) return refused;
    const check = checkCreditCode(body.creditCode);
    if (!check.valid && check.code === 'FORMAT') return formatFault();
    if (!check.valid && !body.reviewed) return problem('APPOINT.CODE_DOUBTFUL');
    const creditCode = normalizeIdentifier(body.creditCode);
    const known = await tx.findOneBy(Company, { creditCode });
    const scope = { scopeId: known?.id ?? newId(context.now), scopeName: known?.name ?? body.companyName };
    const placed = known && (await this.scopes.ofCompany(tx, known.id)).some(({ districtCode }) => districtCode);
    // A company that works in another district is that district's to invite.
    if (placed) return this.scopes.reach(tx, context, 'company_head', scope.scopeId);
    try {
      if (!known) await tx.insert(Company, { id: scope.scopeId, name: body.companyName, creditCode, hotline: body.hotline });
      await this.admit(tx, context, scope.scopeId, !check.valid);
    } catch (error) {
      // Another officer entered the same company since it was looked up.
      throw isDuplicate(error) ? new StartOver() : error;
    }
    return scope;
  }

  private async admit(tx: EntityManager, context: SignedIn, companyId: string, doubtful: boolean): Promise<void> {
    const grants = await this.access.scopes(tx, context, 'appointment.company_head');
    const district = grants.find(({ scopeType }) => scopeType === 'district');
    if (!district || context.who.personId === null) throw new Error('Only an officer of a district enters a company.');
    await tx.insert(CompanyAdmission, { companyId, districtCode: district.scopeId, doubtful, admittedBy: context.who.personId, admittedAt: context.now });
  }
}

function formatFault(): Problem {
  const { code, status, title } = platformProblem('REQUEST.INVALID');
  return new Problem(code, status, title, [{ path: 'creditCode', message: '统一社会信用代码是 18 位数字和大写字母，请核对' }]);
}
