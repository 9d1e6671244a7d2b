import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { type certificateRoutes, type CertifierCase, numbersOf } from '@wuye/shared/certificate';
import type { InputOf } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Limits } from '../platform/limits/index.js';
import { CertificateCases } from './cases.js';
import { CertificateCase } from './entities.js';

type Input<Name extends keyof typeof certificateRoutes> = InputOf<(typeof certificateRoutes)[Name]>;

/** Look-ups an hour from one account (ours): a long afternoon at the committee's table, and no sieve for numbers. */
const PER_ACCOUNT = { most: 60, within: 3_600_000 };

/** [查询] by the whole number. */
@Injectable()
export class CertificateLookUps {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly access: Access,
    private readonly vault: Vault,
    private readonly limits: Limits,
    private readonly audit: Audit,
    private readonly cases: CertificateCases,
  ) {}

  /** No application, and one of another community: the same empty answer. Every look leaves a trace, the vain ones too. */
  async lookUp(context: SignedIn, { body }: Input<'lookUpCertificate'>): Promise<{ items: CertifierCase[] } | Problem> {
    const refused = await this.access.refusesEverywhere(this.database.manager, context, 'certificate.look-up');
    if (refused) return refused;
    if (await this.limits.take(`certificate:${context.who.accountId}`, PER_ACCOUNT, context.now)) return platformProblem('REQUEST.TOO_MANY');
    return this.work.run(context, async (tx) => {
      const [office] = await this.access.scopes(tx, context, 'certificate.look-up');
      const hashes = numbersOf(body.idNumber).flatMap((number) => this.vault.indexes('certificate_case.id_number', number));
      const found = await tx.findBy(CertificateCase, { idNumberHash: In(hashes), state: In(['submitted', 'returned']), endsAt: MoreThan(context.now) });
      const items: CertifierCase[] = [];
      for (const each of found) {
        const reach = await this.cases.inReach(tx, context, each, 'certificate.look-up');
        const subject = this.cases.subjectOf(each);
        if (subject) await this.cases.consult(tx, each, subject, context.now);
        if (!subject || reach.rows.length === 0) continue;
        items.push(await this.cases.certifierView(tx, context, each, reach, subject));
        await this.audit.record(tx, context, 'certificate.look-up', `certificate:${each.id}`, { role: office?.role ?? '' }, each.accountId);
      }
      if (items.length === 0) await this.audit.record(tx, context, 'certificate.look-up', 'certificate:none');
      return { items };
    });
  }
}
