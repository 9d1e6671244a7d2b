import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { accountSources, callerKey, complaintCategoryNames, complaintKindNames, type ComplaintSource } from '@wuye/shared/complaint';
import type { CommunityPlace } from '../community/index.js';
import { randomDigits, Vault } from '../platform/crypto/index.js';
import { insertRows, isDuplicate, isDuplicateOf, newId } from '../platform/database/index.js';
import { Policies, type Rules } from '../policy/index.js';
import { standingOf, startClocks } from './clocks.js';
import { Counts } from './counts.js';
import { Complaint, ComplaintClock, ComplaintEvent, type EventRole } from './entities.js';
import { Flags } from './flags.js';
import { Notices } from './notices.js';

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
  heldFrom: null,
  round: 1,
  assigneeId: null,
  remindAt: null,
  proposedDate: null,
  agreedDate: null,
  grave: false,
  grouped: false,
  repeated: false,
  publishedAt: null,
  joiners: 0,
  reopened: false,
  late: false,
  counted: NEW,
  respondedAt: null,
  acceptedAt: null,
  closedAt: null,
  closingReason: null,
  rating: null,
} as const;

/** What arrives, from wherever: the words as they are, and whose it is. */
export interface Arrival extends Pick<
  Complaint,
  'accountId' | 'personId' | 'houseId' | 'source' | 'outsideNo' | 'kind' | 'category' | 'anonymous' | 'pictures'
> {
  readonly words: string;
  readonly place: string;
  /** A MapPosition as JSON, '' for none. */
  readonly position: string;
  readonly phone: string;
  /** The name that a caller gave. */
  readonly caller: string;
  /** Who wrote it down: the submitter, or someone on their behalf. */
  readonly by: { readonly accountId: string; readonly role: EventRole; readonly name: string };
}

/** The number that it has where it came from is a complaint's already: somebody else was first. */
export class OutsideNumberTaken extends Error {}

/** A complaint that was just received, with its rows. */
export interface Received {
  readonly complaint: Complaint;
  readonly clocks: readonly ComplaintClock[];
  readonly events: readonly ComplaintEvent[];
}

/** How every complaint comes into being: its row, its clock, its first event, the messages it causes, and what it flags. */
@Injectable()
export class Receiving {
  constructor(
    private readonly vault: Vault,
    private readonly notices: Notices,
    private readonly counts: Counts,
    private readonly flags: Flags,
    private readonly policies: Policies,
  ) {}

  /** Writes it in the transaction of whoever brings it. */
  async receive(tx: EntityManager, now: Date, place: CommunityPlace, arrival: Arrival): Promise<Received> {
    const id = newId(now);
    const { rules, clocks } = await this.begin(tx, id, now);
    const standing = standingOf('submitted', clocks, now);
    const firstDueAt = clocks[0]?.dueAt ?? null;
    const complaint = await this.insert(tx, { ...this.rowOf(arrival, place, now), ...versionOf(rules), ...standing, id, no: '', firstDueAt });
    await this.counts.begin(tx, complaint, now);
    if (clocks.length > 0) await insertRows(tx, ComplaintClock, clocks);
    const event = firstEvent(complaint, arrival.by, now);
    await insertRows(tx, ComplaintEvent, [event]);
    await this.notices.toStaff(tx, now, complaint.dueAt ? 'complaint.new' : 'complaint.undated', complaint, place.name, event.id, complaint.dueAt);
    await this.notices.toCaller(tx, now, 'complaint.caller_registered', complaint, event.id);
    await this.flags.look(tx, complaint, now);
    return { complaint, clocks, events: [event] };
  }

  /** Where the calendar lacks the days it is read anew: a year may have been entered on another instance a second ago. */
  private async begin(tx: EntityManager, id: string, now: Date): Promise<{ rules: Rules; clocks: ComplaintClock[] }> {
    const subject = { id, round: 1 };
    const kept = await this.policies.rules(now, tx);
    const clocks = startClocks(kept, subject, 'received', now);
    if (clocks.length > 0) return { rules: kept, clocks };
    const rules = await this.policies.latest(now, tx);
    return { rules, clocks: startClocks(rules, subject, 'received', now) };
  }

  private rowOf(
    { words, place: where, position, phone, caller, by: _, ...arrival }: Arrival,
    place: CommunityPlace,
    now: Date,
  ): Omit<Complaint, 'id' | 'no' | 'policy' | 'policyVersion' | 'firstDueAt' | keyof ReturnType<typeof standingOf>> {
    const seal = (field: string, text: string) => (text ? this.vault.seal(field, text) : null);
    return {
      ...arrival,
      communityId: place.id,
      companyId: place.companyId,
      districtCode: place.districtCode,
      streetCode: place.streetCode,
      // Of the two choices and never of the words: titles travel in messages and lists.
      title: `${complaintCategoryNames[arrival.category]}·${complaintKindNames[arrival.kind]}`,
      words: seal('complaint.words', words),
      place: seal('complaint.place', where),
      position: seal('complaint.position', position),
      phone: seal('complaint.phone', phone),
      callerHash: this.callerHash(arrival.source, phone),
      caller: seal('complaint.caller', caller),
      state: 'submitted',
      ...UNTOUCHED,
      submittedAt: now,
    };
  }

  private callerHash(source: ComplaintSource, phone: string): string | null {
    const key = (accountSources as readonly ComplaintSource[]).includes(source) ? '' : callerKey(phone);
    return key ? this.vault.index('complaint.phone', key) : null;
  }

  /**
   * The public number is the day and six random digits: no counter that all submissions of a city wait for, and nothing
   * to be read from it. A number that is taken is drawn again; one from elsewhere that is there already is not.
   */
  private async insert(tx: EntityManager, row: Complaint): Promise<Complaint> {
    const day = new Date(row.submittedAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    for (let attempt = 1; ; attempt++) {
      const complaint = { ...row, no: `${day}-${randomDigits(6)}` };
      try {
        await insertRows(tx, Complaint, [complaint]);
        return complaint;
      } catch (error) {
        if (isDuplicateOf(error, 'complaint_by_outside_no', ['source', 'outside_no'])) throw new OutsideNumberTaken();
        if (!isDuplicate(error) || attempt === NUMBERS) throw error;
      }
    }
  }
}

const firstEvent = ({ id: complaintId }: Complaint, { accountId, role, name }: Arrival['by'], now: Date): ComplaintEvent => ({
  id: newId(now),
  complaintId,
  at: now,
  kind: 'submitted',
  accountId,
  role,
  actorName: name,
  words: null,
  pictures: [],
  internal: false,
});
