import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ComplaintView, togetherRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Audit } from '../platform/audit/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { ComplaintViews } from './complaint-views.js';
import { Complaint } from './entities.js';
import { Flags } from './flags.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';

type Input = InputOf<typeof togetherRoutes.grave>;

/** 重大: by people, never by a rule (成住建发〔2023〕62号 一(四)). */
@Injectable()
export class GraveMarks {
  constructor(
    private readonly work: Work,
    private readonly steps: Steps,
    private readonly views: ComplaintViews,
    private readonly flags: Flags,
    private readonly audit: Audit,
  ) {}

  /** Flags as grave, or no longer; who did it and why stays in the audit log and among those who work on it. */
  mark(context: SignedIn, { params, body }: Input): Promise<ComplaintView | Problem> {
    return this.work.run(context, async (tx) => {
      const complaint = await this.steps.reach(tx, context, params.no, 'complaint.grave');
      if (isProblem(complaint)) return complaint;
      if (complaint.state === 'withdrawn') return problem('COMPLAINT.STEP_WRONG');
      if (await this.flags.set(tx, complaint.id, 'grave', body.grave, context.now)) await this.note(tx, context, complaint, body);
      return this.views.of(tx, context, await tx.findOneByOrFail(Complaint, { id: complaint.id }));
    });
  }

  private async note(tx: EntityManager, context: SignedIn, complaint: Complaint, { grave, reason }: Input['body']): Promise<void> {
    const role = await this.steps.roleFor(tx, context, 'complaint.grave');
    const words = `${grave ? '标为重大' : '不再标为重大'}：${reason}`;
    await this.steps.record(tx, context, complaint, { kind: 'noted', role, words, internal: true });
    await this.audit.record(tx, context, 'complaint.grave', `complaint:${complaint.no}`, { role, grave: String(grave), words: reason });
  }
}
