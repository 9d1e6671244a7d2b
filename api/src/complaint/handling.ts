import { Injectable } from '@nestjs/common';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { closingReasonNames, type complaintRoutes, type ComplaintView, isUnedited } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Storage } from '../platform/storage/index.js';
import { Policies } from '../policy/index.js';
import { closed } from './clocks.js';
import { Complaint } from './entities.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';
import { Urging } from './urging.js';

type Input<Name extends keyof typeof complaintRoutes> = InputOf<(typeof complaintRoutes)[Name]>;

/** What the company does with a complaint: respond, close. */
@Injectable()
export class Handling {
  constructor(
    private readonly steps: Steps,
    private readonly storage: Storage,
    private readonly notices: Notices,
    private readonly policies: Policies,
    private readonly urging: Urging,
  ) {}

  /** The manager's first answer: meets the respond clock, starts the close clock (成住建发〔2023〕62号 一(二), 一(三)). */
  respond(context: SignedIn, { params, body }: Input<'respond'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.steps.takeAtLevel(context, params.no, 'respond', 'respond', async (tx, complaint) => {
      if (isUnedited(body.words)) return problem('COMPLAINT.TEMPLATE_UNEDITED');
      await this.steps.answered(tx, complaint, await this.policies.born(complaint.policyVersion, now, tx), now);
      const eventId = await this.steps.record(tx, context, complaint, {
        kind: 'responded',
        role: await this.steps.roleAt(tx, context, 'respond', complaint),
        words: body.words,
      });
      await this.notices.toSubmitter(tx, now, 'complaint.responded', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
      return null;
    });
  }

  /** 办结 (成住建发〔2023〕62号 一(四) “处理结果”): words and a picture of it; what is closed although not fixed needs its reason, and a picture where there is one. */
  close(context: SignedIn, { params, body }: Input<'close'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.steps.takeAtLevel(context, params.no, 'close', 'close', async (tx, complaint) => {
      if (body.pictures.length === 0 && body.reason === null) return problem('COMPLAINT.PROOF_MISSING');
      if (isUnedited(body.words)) return problem('COMPLAINT.TEMPLATE_UNEDITED');
      if (!(await this.storage.attach(tx, context, body.pictures, 'complaint', complaint.id))) return problem('COMPLAINT.PICTURE_UNKNOWN');
      await this.steps.closed(tx, complaint, now);
      const { policy } = await this.policies.born(complaint.policyVersion, now, tx);
      await tx.update(Complaint, { id: complaint.id }, closed(body.reason, policy, now));
      const role = await this.steps.roleAt(tx, context, 'close', complaint);
      const entry = { kind: 'closed', role, words: body.words, pictures: body.pictures } as const;
      const eventId = await this.steps.record(tx, context, complaint, entry);
      await this.urging.done(tx, now, complaint, eventId);
      const outcome = body.reason ? `未解决：${closingReasonNames[body.reason]}` : '已办结，请您评价';
      await this.notices.toSubmitter(tx, now, 'complaint.closed', complaint, eventId, { outcome, at: formatTemplateTime(now.getTime()) });
      return null;
    });
  }
}
