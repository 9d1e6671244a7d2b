import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { callerLinkOpens, isCallers } from '@wuye/shared/complaint';
import { checkPhone } from '@wuye/shared/identity';
import { digest, Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { Context, SignedIn } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { CallerLink } from './caller-entities.js';
import { Complaint } from './entities.js';
import { CALLER } from './notices.js';
import { problem } from './problems.js';

/** Looks and acts without sign-in from one address (ours); a carrier's address stands for thousands. */
const PER_ADDRESS = { most: 300, within: 3_600_000 };

/** A complaint that a token opens, and its caller as who asks. */
export interface Opened {
  readonly complaint: Complaint;
  readonly context: SignedIn;
}

/**
 * Links of SMS to callers. A token is made for each SMS when it leaves, so that it lies nowhere but on the caller's phone: here is its digest.
 * Whoever brings it acts as the made-up account that owns the complaint: the permission table lets that account do with it what any owner may
 * with theirs, and nothing else.
 */
@Injectable()
export class CallerLinks {
  constructor(
    private readonly database: Database,
    private readonly limits: Limits,
    private readonly vault: Vault,
    outbox: Outbox,
  ) {
    outbox.useDirect(CALLER, (id, now) => this.address(id, now));
  }

  /** The complaint that a token opens now. Counted before it is looked for, so that tries are few; why one does not open is not said. */
  async open(context: Context, token: string): Promise<Opened | Problem> {
    const { now, address } = context;
    if (await this.limits.take(`caller:${this.vault.index('caller_link.address', address)}`, PER_ADDRESS, now)) return platformProblem('REQUEST.TOO_MANY');
    const link = await this.database.manager.findOneBy(CallerLink, { tokenHash: digest(token) });
    const complaint = link && (await this.database.manager.findOneBy(Complaint, { id: link.complaintId }));
    if (!complaint || !isCallers(complaint)) return problem('COMPLAINT.LINK_INVALID');
    const { state, closedAt } = complaint;
    if (!callerLinkOpens({ state, closedAt: closedAt?.getTime() ?? null }, now.getTime())) return problem('COMPLAINT.LINK_INVALID');
    const who = { sessionId: '', accountId: complaint.accountId, personId: null, proven: false, deviceHash: null, confirmedAt: null };
    return { complaint, context: { ...context, who } };
  }

  /** Where an SMS about a complaint goes, with a fresh token; null where its phone takes none. */
  private async address(complaintId: string, now: Date): Promise<{ phone: string; token: string } | null> {
    const complaint = await this.database.manager.findOneBy(Complaint, { id: complaintId });
    const phone = complaint?.phone && isCallers(complaint) ? checkPhone(this.vault.open('complaint.phone', complaint.phone)) : null;
    if (!phone?.valid) return null;
    const token = randomBytes(16).toString('base64url');
    await this.database.manager.insert(CallerLink, { tokenHash: digest(token), complaintId, createdAt: now });
    return { phone: phone.normalized, token };
  }
}
