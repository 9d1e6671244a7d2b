import { Injectable } from '@nestjs/common';
import { type EntityManager, MoreThan } from 'typeorm';
import { type certificateRoutes, type CertifierCase, differencesOf, KEPT_FOR } from '@wuye/shared/certificate';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, placeFor } from '../community/index.js';
import { type Subject, Subjects } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Storage } from '../platform/storage/index.js';
import { CertificateCases, idsOf, type InReach, PICTURES } from './cases.js';
import { CertificateCase } from './entities.js';
import { problem } from './problems.js';
import { CertificateTrail } from './trail.js';

type Tx = EntityManager;
type Input<Name extends keyof typeof certificateRoutes> = InputOf<(typeof certificateRoutes)[Name]>;

/** What the committee and the street office do: look up by the whole number, certify, send back. */
@Injectable()
export class Certifying {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly cases: CertificateCases,
    private readonly subjects: Subjects,
    private readonly communities: Communities,
    private readonly storage: Storage,
    private readonly trail: CertificateTrail,
  ) {}

  /** [提交认证]: the person is certified and, when they were binding, the houses of this reach are bound. One certifier, once. */
  certify(context: SignedIn, { params, body }: Input<'certify'>): Promise<CertifierCase | Problem> {
    return this.decide(context, params.id, async (tx, found, subject, reach) => {
      const right = reach.rows.filter(({ row, house }) => !differencesOf(subject, { ...row, house }).some(({ blocks }) => blocks));
      const [first] = right;
      if (!first) return problem('CERTIFICATE.TITLE_MISMATCH');
      const { now, who } = context;
      const facts = {
        openFor: null,
        subject: null,
        idNumberHash: null,
        reason: null,
        evidence: body.evidence,
        endsAt: new Date(now.getTime() + KEPT_FOR),
        decidedAt: now,
        decidedBy: who.accountId,
        communityId: first.place.id,
      };
      if (!(await this.cases.move(tx, found, 'approve', facts))) return problem('CERTIFICATE.STEP_WRONG');
      if (!(await this.storage.attach(tx, context, idsOf(body.evidence), PICTURES, found.id))) return problem('CERTIFICATE.PICTURE_UNKNOWN');
      const ids = found.applicationId ? right.flatMap(({ row }) => row.houseId ?? []) : [];
      const houses = await this.communities.houses(tx, ids);
      const personId = await this.subjects.certifyAndBind(tx, found.accountId, subject, 'offline', houses, now);
      if (isProblem(personId)) return personId;
      if (found.applicationId) await this.subjects.close(tx, found.applicationId);
      await this.trail.leave(tx, context, found, 'certificate.done', first.place, {
        ...(await this.office(tx, context)),
        person: personId,
        houses: houses.length,
      });
      return null;
    });
  }

  /** [退回补充]: its owner is told, and may supplement. */
  sendBack(context: SignedIn, { params, body }: Input<'returnCertificate'>): Promise<CertifierCase | Problem> {
    return this.decide(context, params.id, async (tx, found, _subject, { rows }) => {
      const place = rows[0]?.place;
      if (!place) return problem('CERTIFICATE.NOT_FOUND');
      const facts = { reason: this.cases.sealReason(body.reason), decidedAt: context.now, decidedBy: context.who.accountId, communityId: place.id };
      if (!(await this.cases.move(tx, found, 'return', facts))) return problem('CERTIFICATE.STEP_WRONG');
      await this.trail.leave(tx, context, found, 'certificate.returned', place, await this.office(tx, context));
      return null;
    });
  }

  /** As what they did it: whose certificate it is reads so under 谁看过我的信息. */
  private async office(tx: Tx, context: SignedIn): Promise<{ role: string }> {
    const [office] = await this.access.scopes(tx, context, 'certificate.certify');
    return { role: office?.role ?? '' };
  }

  /** The frame of both: a case in reach, never one's own. One of another community or street is not there. */
  private decide(
    context: SignedIn,
    id: string,
    act: (tx: Tx, found: CertificateCase, subject: Subject, reach: InReach) => Promise<Problem | null>,
  ): Promise<CertifierCase | Problem> {
    return this.work.run(context, async (tx) => {
      const found = await tx.findOneBy(CertificateCase, { id, endsAt: MoreThan(context.now) });
      if (!found) return problem('CERTIFICATE.NOT_FOUND');
      const subject = this.cases.subjectOf(found);
      if (!subject) return (await this.cases.maySeePictures(context, id, tx)) ? problem('CERTIFICATE.STEP_WRONG') : problem('CERTIFICATE.NOT_FOUND');
      const reach = await this.cases.inReach(tx, context, found, 'certificate.look-up');
      const [first] = reach.rows;
      if (!first) return problem('CERTIFICATE.NOT_FOUND');
      const refused = await this.access.refuses(tx, context, 'certificate.certify', placeFor(first.place));
      if (refused) return refused;
      if (await this.cases.isOwn(tx, context, found, subject)) return problem('CERTIFICATE.SELF');
      const wrong = await act(tx, found, subject, reach);
      return wrong ?? this.cases.certifierView(tx, context, await tx.findOneByOrFail(CertificateCase, { id }), reach, subject);
    });
  }
}
