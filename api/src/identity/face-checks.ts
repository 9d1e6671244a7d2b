import { Inject, Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { type BindingApplication as ApplicationView, FACE_CONSENT_VERSION } from '@wuye/shared/identity';
import { FaceChecker, FaceFault, type FaceResult, type FaceSubject } from '../face/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Applications } from './applications.js';
import { BindingApplication } from './entities.js';
import { LaterCertificate } from './later-certificate.js';
import { People } from './people.js';
import { problem } from './problems.js';

const DAY = 24 * 3_600_000;
/** Failed checks a day before the person is sent to the offline way. */
const TRIES = 3;

/** The face step of a binding. Remote calls stay outside the unit of work. */
@Injectable()
export class FaceChecks {
  constructor(
    private readonly database: Database,
    private readonly applications: Applications,
    private readonly people: People,
    private readonly later: LaterCertificate,
    private readonly face: FaceChecker,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Begins a check, after separate consent (个人信息保护法 29); gives what the JS-SDK starts it with, or the page where it happens. */
  async start(context: SignedIn, id: string, consent: string): Promise<{ page: string | null; verifyId: string | null } | Problem> {
    const found = await this.applications.find(this.database.manager, context, id);
    if (isProblem(found)) return found;
    if (found.state !== 'face') return problem('BIND.STEP_WRONG');
    if (consent !== FACE_CONSENT_VERSION) return problem('BIND.AGREEMENT_OLD');
    if ((await this.failures(context)) >= TRIES) return problem('BIND.FACE_EXHAUSTED');
    try {
      const begun = await this.face.begin(await this.subject(context, found), `${this.config.PUBLIC_URL}/h5/bind?application=${id}`);
      await this.applications.consent(this.database.manager, context, 'face', FACE_CONSENT_VERSION);
      await this.database.manager.update(BindingApplication, { id, state: 'face' }, { faceVerifyId: begun.id });
      return { page: begun.page, verifyId: begun.verifyId };
    } catch (error) {
      return this.away(error);
    }
  }

  /** Asks the provider how it ended; on a pass shows the houses. */
  async finish(context: SignedIn, id: string): Promise<ApplicationView | Problem> {
    const found = await this.applications.find(this.database.manager, context, id);
    if (isProblem(found)) return found;
    if (found.state === 'face') {
      const refused = await this.settle(context, found);
      if (refused) return refused;
    }
    return this.applications.read(context, id);
  }

  private async settle(context: SignedIn, found: BindingApplication): Promise<Problem | null> {
    if (!found.faceVerifyId) return problem('BIND.FACE_PENDING');
    let result: FaceResult;
    try {
      result = await this.face.result(found.faceVerifyId, await this.subject(context, found));
    } catch (error) {
      return this.away(error);
    }
    if (result === 'passed') {
      return this.later.passed(context, found);
    }
    if (result === 'pending') return problem('BIND.FACE_PENDING');
    if (result === 'cancelled') return problem('BIND.FACE_CANCELLED');
    if (result === 'unsupported') return problem('BIND.FACE_UNSUPPORTED');
    // The check is over: asking again must not count a second failure.
    await this.database.manager.update(
      BindingApplication,
      { id: found.id, faceVerifyId: found.faceVerifyId },
      { faceVerifyId: null, faceFailures: found.faceFailures + 1 },
    );
    const left = TRIES - (await this.failures(context));
    return left > 0 ? problem('BIND.FACE_FAILED', { left }) : problem('BIND.FACE_EXHAUSTED');
  }

  private async subject({ who }: SignedIn, found: BindingApplication): Promise<FaceSubject> {
    const openid = (await this.people.openidOf(who.accountId)) ?? '';
    return { sequence: found.id, openid, ...this.applications.subjectOf(found) };
  }

  private async failures({ who, now }: SignedIn): Promise<number> {
    const recent = await this.database.manager.findBy(BindingApplication, { accountId: who.accountId, createdAt: MoreThan(new Date(now.getTime() - DAY)) });
    return recent.reduce((sum, { faceFailures }) => sum + faceFailures, 0);
  }

  private away(error: unknown): Problem {
    if (!(error instanceof FaceFault)) throw error;
    return problem(error.passing ? 'SESSION.WECHAT_AWAY' : 'BIND.FACE_UNSUPPORTED');
  }
}
