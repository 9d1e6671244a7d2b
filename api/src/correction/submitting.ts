import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type correctionRoutes, type CorrectionRow, type CorrectionView } from '@wuye/shared/correction';
import type { InputOf } from '@wuye/shared/kit';
import { type Subject, Subjects } from '../identity/index.js';
import { Database, isDuplicate, newId } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Limits } from '../platform/limits/index.js';
import { Storage } from '../platform/storage/index.js';
import { Corrections, PICTURES, rowOf } from './corrections.js';
import { Correction } from './entities.js';
import { CorrectionGround } from './ground.js';
import { problem } from './problems.js';

type Tx = EntityManager;
type Input<Name extends keyof typeof correctionRoutes> = InputOf<(typeof correctionRoutes)[Name]>;
type Body = Input<'submitCorrection'>['body'];

/** Corrections a day from one account (ours): each binding asks once, and few have more than a handful of homes. */
const PER_ACCOUNT = { most: 10, within: 24 * 3_600_000 };
const LISTED = 20;

/** What an owner does: say what lacks, and see how it stands. */
@Injectable()
export class CorrectionSubmitting {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly limits: Limits,
    private readonly storage: Storage,
    private readonly subjects: Subjects,
    private readonly ground: CorrectionGround,
    private readonly corrections: Corrections,
  ) {}

  /** From a binding that came to the houses and found none: who asks has proved who they are there. */
  async submit(context: SignedIn, { body }: Input<'submitCorrection'>): Promise<CorrectionView | Problem> {
    const { now, who } = context;
    if (await this.limits.take(`correction:${who.accountId}`, PER_ACCOUNT, now)) return platformProblem('REQUEST.TOO_MANY');
    return this.work.run(context, async (tx) => {
      const subject = await this.subjects.ofApplication(tx, context, body.application, 'houses');
      if (!subject) return problem('CORRECTION.APPLICATION_OVER');
      const place = await this.ground.placeOf(tx, body);
      if (!place) return problem('CORRECTION.PLACE_UNKNOWN');
      const row = await this.rowOf(tx, context, body, subject, place);
      try {
        await tx.insert(Correction, row);
      } catch (error) {
        if (isDuplicate(error)) return problem('CORRECTION.SENT');
        throw error;
      }
      if (!(await this.storage.attach(tx, context, body.pictures, PICTURES, row.id))) return problem('CORRECTION.PICTURE_UNKNOWN');
      await this.ground.tellClerks(tx, now, row);
      return this.corrections.view(tx, context, row);
    });
  }

  async mine({ who }: SignedIn, { query }: Input<'myCorrections'>): Promise<{ items: CorrectionRow[] }> {
    const where = { accountId: who.accountId, ...(query.application && { applicationId: query.application }) };
    const found = await this.database.manager.find(Correction, { where, order: { id: 'DESC' }, take: LISTED });
    return { items: found.map(rowOf) };
  }

  private async rowOf(tx: Tx, { now, who }: SignedIn, body: Body, subject: Subject, place: Pick<Correction, 'communityId' | 'districtCode' | 'community'>) {
    const seal = (field: 'certificate_no' | 'words', text: string) => (text ? this.corrections.seal(field, text) : null);
    const row: Correction = {
      ...place,
      id: newId(now),
      accountId: who.accountId,
      applicationId: body.application,
      kind: (await this.ground.lacksHouse(tx, subject)) ? 'house' : 'title',
      state: 'submitted',
      subject: this.corrections.seal('subject', JSON.stringify(subject)),
      building: body.building,
      house: body.house,
      certificateNo: seal('certificate_no', body.certificateNo),
      words: seal('words', body.words),
      pictures: body.pictures,
      submittedAt: now,
      dueAt: await this.ground.dueAt(tx, now),
      answeredAt: null,
      answeredBy: null,
      reason: null,
      bindingId: null,
      keepUntil: null,
    };
    return row;
  }
}
