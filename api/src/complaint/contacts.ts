import { Injectable } from '@nestjs/common';
import type { complaintRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { ComplaintViews } from './complaint-views.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';

/** The submitter's number in full: asked for with a reason, and every look leaves a trace that the submitter reads. */
@Injectable()
export class Contacts {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly steps: Steps,
    private readonly views: ComplaintViews,
    private readonly audit: Audit,
  ) {}

  /** Not under the caller's Idempotency-Key: the answer is the number, and it is not to be kept for a repeat. */
  reveal(context: SignedIn, { params, body }: InputOf<typeof complaintRoutes.contact>): Promise<{ phone: string } | Problem> {
    return this.database.transaction(async (tx) => {
      const complaint = await this.steps.reach(tx, context, params.no, 'complaint.contact');
      if (isProblem(complaint)) return complaint;
      const contact = await this.views.contact(tx, complaint);
      if (!contact?.phone) return problem('COMPLAINT.NO_PHONE');
      const [office] = await this.access.scopes(tx, context, 'complaint.contact');
      const look = { action: 'complaint.contact', subject: `complaint:${complaint.no}`, about: complaint.accountId };
      await this.audit.look(tx, context, { ...look, role: office?.role ?? '', reason: body.reason });
      return { phone: contact.phone };
    });
  }
}
