import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type ComplaintEvent as Step,
  complaintLifecycle,
  type ComplaintRow,
  type ComplaintView,
  isOpen,
  type MapPosition,
  mapPosition,
  mayContradict,
  mayList,
  mayRate,
} from '@wuye/shared/complaint';
import { next } from '@wuye/shared/kit';
import { maskName, maskPhone } from '@wuye/shared/identity';
import { Communities, type CommunityPlace } from '../community/index.js';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Vault } from '../platform/crypto/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { clockViewOf } from './clocks.js';
import { Complaint, ComplaintClock, ComplaintEvent } from './entities.js';
import { flagsOf } from './flags.js';
import { confers } from './confers.js';
import { forJoiner } from './joined-view.js';
import { Joiners } from './joiners.js';
import { actionAt } from './levels.js';
import { type Pausable, pausable } from './pause-rules.js';
import { RETURNS, returnsOf } from './referral-rows.js';
import { referralOf, Sortings } from './sortings.js';

/** What each act needs: a step of the lifecycle and an action of the permission table. */
const ACTS = [
  ['withdraw', 'withdraw', 'complaint.withdraw'],
  ['judge', 'solve', 'complaint.judge'],
  ['reopen', 'reopen', 'complaint.judge'],
  ['rate', 'rate', 'complaint.judge'],
] as const;

/** Acts of whoever handles it at its level; each is a step of the lifecycle, too. */
const LEVEL_ACTS = ['respond', 'accept', 'close'] as const;

/** What a rating leaves of them. */
const RATED: Record<(typeof ACTS)[number][0], (complaint: Complaint) => boolean> = {
  withdraw: ({ rating }) => rating === null,
  judge: ({ rating }) => rating === null,
  reopen: mayContradict,
  rate: mayRate,
};

/** A complaint with all that its page shows. */
export interface Parts {
  readonly complaint: Complaint;
  readonly clocks: readonly ComplaintClock[];
  readonly events: readonly ComplaintEvent[];
  readonly place: CommunityPlace;
  /** From who has just sealed them: they are not opened again. */
  readonly plain?: Pick<ComplaintView, 'words' | 'place' | 'position'>;
}

/** Turns rows into what the contract shows, each reader seeing what they may. */
@Injectable()
export class ComplaintViews {
  constructor(
    private readonly vault: Vault,
    private readonly people: People,
    private readonly communities: Communities,
    private readonly access: Access,
    private readonly sortings: Sortings,
    private readonly joiners: Joiners,
  ) {}

  /** Loads and shows one complaint. */
  async of(manager: EntityManager, context: SignedIn, complaint: Complaint): Promise<ComplaintView> {
    const clocks = await manager.find(ComplaintClock, { where: { complaintId: complaint.id }, order: { startedAt: 'ASC', id: 'ASC' } });
    const events = await manager.find(ComplaintEvent, { where: { complaintId: complaint.id }, order: { id: 'DESC' } });
    const place = await this.communities.everById(manager, complaint.communityId);
    return this.show(manager, context, { complaint, clocks, events, place });
  }

  /** Shows a complaint whose rows are at hand. */
  async show(manager: EntityManager, context: SignedIn, { complaint, clocks, events, place, plain }: Parts): Promise<ComplaintView> {
    const mine = complaint.accountId === context.who.accountId;
    const joined = !mine && (await this.joiners.has(manager, complaint, context.who.accountId));
    const referral = await referralOf(manager, complaint);
    const rules = await this.sortings.rules(manager, context.now, complaint);
    const pauses = await this.pauses(manager, context, complaint, pausable(rules, clocks, context.now));
    const can = await this.can(manager, context, complaint, pauses.length > 0);
    const view: ComplaintView = {
      ...rowOf(complaint, place),
      words: plain?.words ?? this.open('complaint.words', complaint.words),
      place: plain?.place ?? this.open('complaint.place', complaint.place),
      position: plain ? plain.position : this.positionOf(complaint),
      pictures: complaint.pictures,
      anonymous: complaint.anonymous,
      closingReason: complaint.closingReason,
      mine,
      joined,
      source: complaint.source,
      outsideNo: complaint.outsideNo !== null && (await this.access.may(manager, context, 'complaint.work', complaint)) ? complaint.outsideNo : null,
      submitter: await this.submitter(manager, complaint),
      class: complaint.class,
      level: complaint.level,
      proposedDate: complaint.proposedDate,
      agreedDate: complaint.agreedDate,
      referral,
      sorting: can.includes('accept') ? await this.sortings.of(manager, context.now, complaint, clocks) : null,
      handler: await this.sortings.handler(manager, complaint, place, referral),
      clocks: clocks.map((clock) => clockViewOf(clock, rules.policy.pauses)),
      events: await this.timeline(manager, context, complaint, events),
      pauses,
      can: joined ? [...new Set([...can, ...(isOpen(complaint.state) ? (['supplement'] as const) : []), 'leave' as const])] : can,
    };
    const hides = joined && !(await this.access.may(manager, context, 'complaint.read', complaint));
    return hides ? forJoiner(view, await this.nameOf(manager, complaint)) : view;
  }

  private async timeline(manager: EntityManager, context: SignedIn, complaint: Complaint, events: readonly ComplaintEvent[]): Promise<ComplaintView['events']> {
    return (await this.visible(manager, context, complaint, events)).map((event) => ({
      id: event.id,
      at: event.at.toISOString(),
      kind: event.kind,
      by: { role: event.role, name: event.actorName },
      words: this.open('complaint_event.words', event.words),
      pictures: event.pictures,
    }));
  }

  /** Notes between those who work on it are theirs alone. */
  private async visible(
    manager: EntityManager,
    context: SignedIn,
    complaint: Complaint,
    events: readonly ComplaintEvent[],
  ): Promise<readonly ComplaintEvent[]> {
    const open = events.filter(({ internal }) => !internal);
    if (open.length === events.length) return events;
    return (await this.access.may(manager, context, 'complaint.work', complaint)) ? events : open;
  }

  /** Name and phone in full, or null where hidden or not given. */
  async contact(manager: EntityManager, complaint: Complaint): Promise<{ name: string; phone: string } | null> {
    if (complaint.anonymous) return null;
    const person = complaint.personId ? await this.people.details(manager, complaint.personId) : null;
    const name = person?.name ?? this.open('complaint.caller', complaint.caller);
    const phone = complaint.phone ? this.open('complaint.phone', complaint.phone) : (person?.phone ?? '');
    return name || phone ? { name, phone } : null;
  }

  private async nameOf(manager: EntityManager, { personId, caller }: Complaint): Promise<string> {
    return (personId && (await this.people.details(manager, personId))?.name) || this.open('complaint.caller', caller);
  }

  private async submitter(manager: EntityManager, complaint: Complaint): Promise<ComplaintView['submitter']> {
    const contact = await this.contact(manager, complaint);
    return contact && { name: maskName(contact.name), phone: maskPhone(contact.phone) };
  }

  /** What the reader may pause: where the city's rules know no pause, nothing. */
  private async pauses(manager: EntityManager, context: SignedIn, complaint: Complaint, found: readonly Pausable[]): Promise<ComplaintView['pauses']> {
    if (found.length === 0 || !isOpen(complaint.state)) return [];
    if (!(await this.access.may(manager, context, actionAt('pause', complaint.level), complaint))) return [];
    return found.flatMap(({ pause: { clock, ground, name, source }, until }) => (until ? [{ clock, ground, name, source, until: until.toISOString() }] : []));
  }

  private async can(manager: EntityManager, context: SignedIn, complaint: Complaint, pauses: boolean): Promise<ComplaintView['can']> {
    const can: ComplaintView['can'] = [];
    for (const act of LEVEL_ACTS) {
      const open = next(complaintLifecycle, complaint.state, act) !== null;
      if (open && (await this.access.may(manager, context, actionAt(act, complaint.level), complaint))) can.push(act);
    }
    for (const [act, step, action] of ACTS) {
      const open = next(complaintLifecycle, complaint.state, step as Step) !== null && RATED[act](complaint);
      if (open && (await this.access.may(manager, context, action, complaint))) can.push(act);
    }
    if (isOpen(complaint.state)) can.push(...(pauses ? (['pause'] as const) : []), ...(await this.openActs(manager, context, complaint)));
    if (!complaint.anonymous && (await this.access.may(manager, context, 'complaint.contact', complaint))) can.push('contact');
    if (complaint.state !== 'withdrawn' && (await this.access.may(manager, context, 'complaint.grave', complaint))) can.push('grave');
    return can;
  }

  /** Acts that are no step: what is possible while somebody works on it. */
  private async openActs(manager: EntityManager, context: SignedIn, { proposedDate, state, class: cls, ...rest }: Complaint): Promise<ComplaintView['can']> {
    const referable = state === 'accepted' && (cls === 'outside' || cls === 'bureau') && (await returnsOf(manager, rest.id)) < RETURNS;
    const listable = mayList(rest, context.now.getTime());
    const conferring = (await this.access.may(manager, context, 'complaint.supervise', rest)) && (await confers(manager, rest));
    const acts = [
      ['answer', 'complaint.date', proposedDate !== null],
      ['refer', 'complaint.refer', referable],
      ['settle', 'complaint.refer', state === 'referred'],
      ['supplement', 'complaint.supplement', true],
      ['takeover', 'complaint.takeover', rest.level === 'manager'],
      ['supervise', 'complaint.supervise', rest.level === 'manager' || rest.level === 'company'],
      ['list', 'complaint.supervise', rest.level !== 'district' && listable],
      ['confer', 'complaint.supervise', (rest.level === 'district' || listable) && !conferring],
      ['conferred', 'complaint.supervise', conferring],
      ['urge', 'complaint.urge', true],
      ['assign', actionAt('assign', rest.level), rest.level !== 'district'],
      ['resume', actionAt('pause', rest.level), rest.pausedUntil !== null],
      ['note', 'complaint.note', true],
    ] as const;
    const can: ComplaintView['can'] = [];
    for (const [act, action, open] of acts) if (open && (await this.access.may(manager, context, action, rest))) can.push(act);
    return can;
  }

  private positionOf({ position }: Complaint): MapPosition | null {
    return position === null ? null : mapPosition.parse(JSON.parse(this.open('complaint.position', position)));
  }

  private open(field: string, sealed: string | null): string {
    return sealed === null ? '' : this.vault.open(field, sealed);
  }
}

/** What a list shows of it, too. */
const rowOf = (complaint: Complaint, place: CommunityPlace): ComplaintRow => ({
  no: complaint.no,
  kind: complaint.kind,
  category: complaint.category,
  title: complaint.title,
  state: complaint.state,
  rating: complaint.rating,
  communityName: place.name,
  submittedAt: complaint.submittedAt.toISOString(),
  dueAt: complaint.dueAt?.toISOString() ?? null,
  joiners: complaint.joiners,
  flags: flagsOf(complaint),
  urgedDueAt: complaint.urgedDueAt?.toISOString() ?? null,
  pausedUntil: complaint.pausedUntil?.toISOString() ?? null,
});
