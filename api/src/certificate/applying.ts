import { Injectable } from '@nestjs/common';
import { type EntityManager, MoreThan, Not } from 'typeorm';
import { type CertificateCase as CaseView, type certificateRoutes, type MyCertificate, OPEN_FOR } from '@wuye/shared/certificate';
import type { InputOf } from '@wuye/shared/kit';
import { type Subject, Subjects } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, isDuplicate, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Storage } from '../platform/storage/index.js';
import { CertificateCases, idsOf, PICTURES } from './cases.js';
import { CertificateCase } from './entities.js';
import { problem } from './problems.js';

type Tx = EntityManager;
type Input<Name extends keyof typeof certificateRoutes> = InputOf<(typeof certificateRoutes)[Name]>;

/** What an owner does: apply from the phone, supplement, withdraw (个人信息保护法: face is never the only way). */
@Injectable()
export class CertificateApplying {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly storage: Storage,
    private readonly subjects: Subjects,
    private readonly cases: CertificateCases,
  ) {}

  /** Applies, with a copy of what was typed: the binding's form lives a day, the owner has two months to come. */
  async apply(context: SignedIn, { body }: Input<'applyCertificate'>): Promise<CaseView | Problem> {
    const { now, who } = context;
    const refused = await this.access.refuses(this.database.manager, context, 'certificate.apply', {});
    if (refused) return refused;
    return this.work.run(context, async (tx) => {
      const subject = await this.applicant(tx, context, body.application);
      if (isProblem(subject)) return subject;
      const row: CertificateCase = {
        id: newId(now),
        accountId: who.accountId,
        openFor: who.accountId,
        applicationId: body.application,
        state: 'submitted',
        subject: this.cases.sealSubject(subject),
        idNumberHash: this.vault.index('certificate_case.id_number', subject.idNumber),
        proofs: body.proofs,
        evidence: null,
        reason: null,
        submittedAt: now,
        endsAt: new Date(now.getTime() + OPEN_FOR),
        decidedAt: null,
        decidedBy: null,
        communityId: null,
      };
      try {
        await tx.insert(CertificateCase, row);
      } catch (error) {
        if (isDuplicate(error)) return problem('CERTIFICATE.OPEN');
        throw error;
      }
      if (!(await this.storage.attach(tx, context, idsOf(body.proofs), PICTURES, row.id))) return problem('CERTIFICATE.PICTURE_UNKNOWN');
      await this.cases.consult(tx, row, subject, now);
      return this.cases.view(tx, row);
    });
  }

  /** The newest application, and whether one may be made. */
  async mine(context: SignedIn, { query }: Input<'myCertificate'>): Promise<MyCertificate> {
    return this.standing(this.database.manager, context, query.application ?? null);
  }

  /** Other pictures in the place of those before: what was sent back is looked at again. */
  supplement(context: SignedIn, { params, body }: Input<'supplementCertificate'>): Promise<CaseView | Problem> {
    return this.work.run(context, async (tx) => {
      const found = await this.own(tx, context, params.id);
      if (isProblem(found)) return found;
      const [before, after] = [idsOf(found.proofs), idsOf(body.proofs)];
      const facts = { proofs: body.proofs, reason: null, submittedAt: context.now };
      if (!(await this.cases.move(tx, found, 'supplement', facts))) return problem('CERTIFICATE.STEP_WRONG');
      const fresh = after.filter((id) => !before.includes(id));
      if (new Set(after).size !== after.length || !(await this.storage.attach(tx, context, fresh, PICTURES, found.id))) {
        return problem('CERTIFICATE.PICTURE_UNKNOWN');
      }
      await this.storage.release(
        tx,
        PICTURES,
        found.id,
        before.filter((id) => !after.includes(id)),
      );
      return this.cases.view(tx, await tx.findOneByOrFail(CertificateCase, { id: found.id }));
    });
  }

  /** Takes it back: nothing of it stays but that there was one, until the next sweep. */
  withdraw(context: SignedIn, { params }: Input<'withdrawCertificate'>): Promise<MyCertificate | Problem> {
    return this.work.run(context, async (tx) => {
      const found = await this.own(tx, context, params.id);
      if (isProblem(found)) return found;
      const facts = { openFor: null, subject: null, idNumberHash: null, reason: null, endsAt: context.now };
      if (!(await this.cases.move(tx, found, 'withdraw', facts))) return problem('CERTIFICATE.STEP_WRONG');
      await this.storage.release(tx, PICTURES, found.id);
      return this.standing(tx, context, found.applicationId);
    });
  }

  private async standing(manager: Tx, context: SignedIn, application: string | null): Promise<MyCertificate> {
    const { who, now } = context;
    const newest = await manager.findOne(CertificateCase, {
      where: { accountId: who.accountId, state: Not('withdrawn'), endsAt: MoreThan(now) },
      order: { id: 'DESC' },
    });
    const known = who.personId ? await this.subjects.ofPerson(manager, who.personId) : null;
    const mayApply = !newest?.openFor && !isProblem(await this.applicant(manager, context, application));
    return { current: newest && (await this.cases.view(manager, newest)), certified: known?.certified ?? 'none', mayApply };
  }

  /**
   * Who applies: a binding that waits for the face check, or whose number someone else bound first (at the list of houses), or someone bound
   * without a certificate [SZ-O 1 (二) 4, (三) 3].
   */
  private async applicant(manager: Tx, context: SignedIn, application: string | null): Promise<Subject | Problem> {
    if (application) {
      const subject = await this.subjects.ofApplication(manager, context, application, 'face', 'houses');
      return subject ?? problem('CERTIFICATE.NO_SUBJECT');
    }
    const known = context.who.personId ? await this.subjects.ofPerson(manager, context.who.personId) : null;
    if (!known || known.communityIds.length === 0) return problem('CERTIFICATE.NO_SUBJECT');
    return known.certified === 'none' ? known.subject : problem('CERTIFICATE.NOT_NEEDED');
  }

  private async own(tx: Tx, context: SignedIn, id: string): Promise<CertificateCase | Problem> {
    const found = await tx.findOneBy(CertificateCase, { id });
    const there = found !== null && found.endsAt > context.now && (await this.access.may(tx, context, 'certificate.read', found));
    return there ? found : problem('CERTIFICATE.NOT_FOUND');
  }
}
