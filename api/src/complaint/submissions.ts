import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { complaintCategoryNames, complaintKindNames, type complaintRoutes, type ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, type CommunityPlace } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { randomDigits, Vault } from '../platform/crypto/index.js';
import { Database, insertRows, isDuplicate, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Storage } from '../platform/storage/index.js';
import { Policies, type Rules } from '../policy/index.js';
import { Counts } from './counts.js';
import { dueOf, standingOf, startClocks } from './clocks.js';
import { ComplaintViews } from './complaint-views.js';
import { Complaint, ComplaintClock, ComplaintEvent } from './entities.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';

type Body = InputOf<typeof complaintRoutes.submit>['body'];

/** Numbers tried before giving up on a day that has nearly run out of them. */
const NUMBERS = 8;

/** The rules that a complaint is born under. */
const versionOf = ({ policy, version }: Rules): Pick<Complaint, 'policy' | 'policyVersion'> => ({ policy: policy.key, policyVersion: version });

/** What one counts as that was just received: said here, so that its first writing is its only one. */
const NEW = JSON.stringify(['cases']);

/** How every complaint begins: nobody has done anything yet. */
const UNTOUCHED = {
  class: null,
  level: 'manager',
  round: 1,
  assigneeId: null,
  remindAt: null,
  proposedDate: null,
  agreedDate: null,
  grave: false,
  grouped: false,
  repeated: false,
  joiners: 0,
  reopened: false,
  late: false,
  counted: NEW,
  respondedAt: null,
  acceptedAt: null,
  closedAt: null,
} as const;

/** Speaking up: one unit of work writes the complaint, its clock, its first event and the messages it causes. */
@Injectable()
export class Submissions {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly storage: Storage,
    private readonly views: ComplaintViews,
    private readonly notices: Notices,
    private readonly policies: Policies,
    private readonly counts: Counts,
  ) {}

  /** Submits by a community's signed code; anyone signed in may. */
  async submit(context: SignedIn, { body }: InputOf<typeof complaintRoutes.submit>): Promise<ComplaintView | Problem> {
    const refused = await this.access.refuses(this.database.manager, context, 'complaint.submit', {});
    if (refused) return refused;
    if (body.words === '' && body.pictures.length === 0) return problem('COMPLAINT.EMPTY');
    const rules = await this.policies.rules(context.now);
    return this.work.run(context, async (tx) => {
      const place = await this.communities.byCode(body.code, tx);
      if (isProblem(place)) return problem('COMPLAINT.CODE_INVALID');
      const id = newId(context.now);
      const clocks = startClocks(rules, { id, round: 1 }, 'received', context.now);
      const standing = standingOf('submitted', dueOf(clocks), context.now);
      const firstDueAt = clocks[0]?.dueAt ?? null;
      const complaint = await this.insert(tx, { ...this.rowOf(context, body, place), ...versionOf(rules), ...standing, id, no: '', firstDueAt });
      await this.counts.begin(tx, complaint, context.now);
      if (clocks.length > 0) await insertRows(tx, ComplaintClock, clocks);
      const event = this.firstEvent(context, complaint);
      await insertRows(tx, ComplaintEvent, [event]);
      if (!(await this.storage.attach(tx, context, body.pictures, 'complaint', id))) return problem('COMPLAINT.PICTURE_UNKNOWN');
      await this.notices.toStaff(tx, context.now, complaint.dueAt ? 'complaint.new' : 'complaint.undated', complaint, place.name, event.id, complaint.dueAt);
      return this.views.show(tx, context, { complaint, clocks, events: [event], place, plain: { ...body, position: body.position ?? null } });
    });
  }

  private rowOf(
    { who, now }: SignedIn,
    body: Body,
    place: CommunityPlace,
  ): Omit<Complaint, 'id' | 'no' | 'policy' | 'policyVersion' | 'firstDueAt' | keyof ReturnType<typeof standingOf>> {
    const seal = (field: string, text: string | undefined) => (text ? this.vault.seal(field, text) : null);
    return {
      accountId: who.accountId,
      personId: who.personId,
      communityId: place.id,
      companyId: place.companyId,
      districtCode: place.districtCode,
      streetCode: place.streetCode,
      houseId: null,
      source: 'code',
      outsideNo: null,
      kind: body.kind,
      category: body.category,
      // Of the two choices and never of the words: titles travel in messages and lists.
      title: `${complaintCategoryNames[body.category]}·${complaintKindNames[body.kind]}`,
      words: seal('complaint.words', body.words),
      place: seal('complaint.place', body.place),
      position: seal('complaint.position', body.position && JSON.stringify(body.position)),
      pictures: body.pictures,
      anonymous: body.anonymous,
      phone: seal('complaint.phone', body.phone),
      state: 'submitted',
      ...UNTOUCHED,
      closingReason: null,
      rating: null,
      submittedAt: now,
    };
  }

  /**
   * The public number is the day and six random digits: no counter that all submissions of a city wait for, and nothing
   * to be read from it. A number that is taken is drawn again.
   */
  private async insert(tx: EntityManager, row: Complaint): Promise<Complaint> {
    const day = new Date(row.submittedAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    for (let attempt = 1; ; attempt++) {
      const complaint = { ...row, no: `${day}-${randomDigits(6)}` };
      try {
        await insertRows(tx, Complaint, [complaint]);
        return complaint;
      } catch (error) {
        if (!isDuplicate(error) || attempt === NUMBERS) throw error;
      }
    }
  }

  private firstEvent({ who, now }: SignedIn, complaint: Complaint): ComplaintEvent {
    return {
      id: newId(now),
      complaintId: complaint.id,
      at: now,
      kind: 'submitted',
      accountId: who.accountId,
      role: 'submitter',
      actorName: '',
      words: null,
      pictures: [],
      internal: false,
    };
  }
}
