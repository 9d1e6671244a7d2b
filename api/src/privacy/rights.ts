import { Injectable } from '@nestjs/common';
import { type ConsentDocument, type ConsentView, privacyErrors } from '@wuye/shared/privacy';
import { Account, Consents, Erasures } from '../identity/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { PersonalData } from '../platform/personal/index.js';
import { PrivacyPages } from './privacy-pages.js';

const problem = problemsOf(privacyErrors);

/** Files an hour for one person (ours): each reads everything of theirs. */
const EXPORTS = { most: 5, within: 3_600_000 };

/** What people may demand of their data: take it along, take a consent back, have it erased (个人信息保护法 15, 45, 47). */
@Injectable()
export class Rights {
  constructor(
    private readonly database: Database,
    private readonly pages: PrivacyPages,
    private readonly personalData: PersonalData,
    private readonly consents: Consents,
    private readonly erasures: Erasures,
    private readonly limits: Limits,
    private readonly audit: Audit,
  ) {}

  /** 导出: JSON, part by part, each read when the one before has left. */
  async export(context: SignedIn): Promise<AsyncGenerator<string> | Problem> {
    const { now, who } = context;
    if (await this.limits.take(`export:${who.accountId}`, EXPORTS, now)) return platformProblem('REQUEST.TOO_MANY');
    await this.audit.record(this.database.manager, context, 'privacy.export', `account:${who.accountId}`, null, who.accountId);
    return this.parts(context);
  }

  private async *parts(context: SignedIn): AsyncGenerator<string> {
    yield `{\n"exportedAt": ${JSON.stringify(context.now)}`;
    for await (const [feature, part] of this.personalData.export(this.database.manager, await this.pages.subject(context))) {
      yield `,\n${JSON.stringify(feature)}: ${JSON.stringify(part, null, 1)}`;
    }
    yield '\n}\n';
  }

  /** 撤回同意. The user agreement's withdrawal is 注销, which is asked for by its own name. */
  async withdraw(context: SignedIn, document: ConsentDocument): Promise<{ items: ConsentView[] } | Problem> {
    if (document === 'user-agreement') return problem('PRIVACY.CONSENT_IS_ACCOUNT');
    const done = await this.database.transaction(async (tx) => {
      if (!(await this.consents.withdraw(tx, context, document))) return problem('PRIVACY.CONSENT_NOT_GIVEN');
      await this.audit.record(tx, context, 'consent.withdraw', `consent:${document}`);
      return null;
    });
    return isProblem(done) ? done : { items: await this.consents.mine(context) };
  }

  /**
   * 注销. While an office is held, its holder's name is needed for it: it is given up first. No Idempotency-Key is kept, for it
   * would be the account's; a second try finds no session.
   */
  async erase(context: SignedIn): Promise<Problem | null> {
    const offices = await this.pages.offices(context);
    if (offices.length > 0) return problem('PRIVACY.OFFICE_HELD', { offices: offices.map(({ scopeName }) => scopeName).join('、') });
    const { now, who } = context;
    return this.database.transaction(async (tx) => {
      const account = await tx.findOneByOrFail(Account, { id: who.accountId });
      // What is given in this very millisecond is given before.
      await this.erasures.erase(tx, account, 'account.erase', { now, until: new Date(now.getTime() + 1), gone: true });
      return null;
    });
  }
}
