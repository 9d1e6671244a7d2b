import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { formatTemplateDue, formatTemplateTime } from '@wuye/shared/calendar';
import type { Grant } from '@wuye/shared/kit';
import { Communities, type CommunityPlace } from '../community/index.js';
import { People } from '../identity/index.js';
import { Vault } from '../platform/crypto/index.js';
import { insertRows, newId, StartOver } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Counts } from './counts.js';
import { Complaint, ComplaintEvent } from './entities.js';

/** What waits in a community: how many, and when the first of them ends; null: none of them has an end. */
interface Waiting {
  readonly count: number;
  readonly dueAt: Date | null;
}

/**
 * A community changes its property company. What is open goes on with the new one: it alone can still do something about it, its people
 * are told of all that follows, and the old company's see none of it any more. No deadline moves: to the owner the promise was the
 * property's, not a firm's. What is closed stays with the company that closed it, and counts for it; reopened, it is the new one's.
 * A complaint counts, with all of its life, for the company that has it.
 * Called, in its own transaction, by whoever writes the community's new company. Those who have it now are told what came along and by
 * when; a project manager who takes the office up later is told then.
 */
@Injectable()
export class Handover {
  constructor(
    private readonly communities: Communities,
    private readonly people: People,
    private readonly vault: Vault,
    private readonly outbox: Outbox,
    private readonly counts: Counts,
  ) {
    people.useWelcome(async (tx, { role, scopeId }, recipient, now) => {
      if (role === 'project_manager') await this.brief(tx, await this.communities.everById(tx, scopeId), [recipient], now);
    });
  }

  /** Brings the community's open complaints to the company that has it now; how many. */
  async follow(tx: EntityManager, communityId: string, now: Date): Promise<number> {
    const place = await this.communities.everById(tx, communityId);
    const { companyId, companyName } = place;
    const moved = await this.take(tx, communityId, companyId, now);
    if (moved.length === 0) return 0;
    const words = `小区更换了物业服务企业，由${companyName}继续办理，期限不变`;
    await insertRows(
      tx,
      ComplaintEvent,
      moved.map(({ id }) => this.line(id, words, now)),
    );
    await this.brief(tx, place, await this.staffOf(tx, place, now), now);
    return moved.length;
  }

  /** Writes the new company, and lets it count for what it took over: figures and lists are a company's by the complaints that it has. */
  private async take(tx: EntityManager, communityId: string, companyId: string, now: Date): Promise<Complaint[]> {
    const open = { communityId, isOpen: true };
    const before = await tx.find(Complaint, { select: { id: true, companyId: true }, where: { ...open, companyId: Not(companyId) } });
    if (before.length === 0) return [];
    const from = new Map(before.map((complaint) => [complaint.id, complaint.companyId]));
    const rest = await tx.find(Complaint, { select: { id: true }, where: { ...open, companyId } });
    await tx.update(Complaint, { ...open, companyId: Not(companyId) }, { companyId, assigneeId: null });
    // Read after the update: its rows are held from there on, and say what was counted last.
    const had = new Set(rest.map(({ id }) => id));
    const rows = (await tx.find(Complaint, { where: { ...open, companyId }, order: { id: 'ASC' } })).filter(({ id }) => !had.has(id));
    const moved = rows.map((row) => ({ row, from: from.get(row.id) }));
    const known = moved.filter((each): each is { row: Complaint; from: string } => each.from !== undefined);
    if (known.length < moved.length) throw new StartOver('A complaint came in meanwhile.');
    await this.counts.move(tx, known, now);
    return rows;
  }

  /** One message for all that waits, however many: each stands in their list. */
  private async brief(tx: EntityManager, { id, name }: CommunityPlace, recipients: readonly string[], now: Date): Promise<void> {
    const { count, dueAt } = await waitingIn(tx, id);
    if (count === 0) return;
    const data: Record<string, string> = { title: `${count} 件未办结诉求`, community: name, at: formatTemplateTime(now.getTime()) };
    if (dueAt) data.due = formatTemplateDue(dueAt.getTime());
    const kind = dueAt ? 'complaint.came' : 'complaint.came-undated';
    await this.outbox.add(
      tx,
      now,
      recipients.map((recipient) => ({ kind, subject: newId(now), recipient, communityId: id, data })),
    );
  }

  private async staffOf(tx: EntityManager, { id, companyId }: CommunityPlace, now: Date): Promise<string[]> {
    const offices: Grant[] = [
      { role: 'project_manager', scopeType: 'community', scopeId: id },
      { role: 'company_head', scopeType: 'company', scopeId: companyId },
    ];
    return [...new Set((await this.people.holders(tx, offices, now)).map(({ recipient }) => recipient))];
  }

  private line(complaintId: string, words: string, now: Date): ComplaintEvent {
    const said = this.vault.seal('complaint_event.words', words);
    const by = { accountId: 'system', role: 'system' as const, actorName: '' };
    return { id: newId(now), complaintId, at: now, kind: 'assigned', ...by, words: said, pictures: [], internal: false };
  }
}

async function waitingIn(tx: EntityManager, communityId: string): Promise<Waiting> {
  const open = { communityId, isOpen: true };
  const [first] = await tx.find(Complaint, { select: { id: true, dueAt: true }, where: { ...open, dueAt: Not(IsNull()) }, order: { dueAt: 'ASC' }, take: 1 });
  return { count: await tx.countBy(Complaint, open), dueAt: first?.dueAt ?? null };
}
