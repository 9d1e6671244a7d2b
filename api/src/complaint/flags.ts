import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DAY, formatTemplateTime } from '@wuye/shared/calendar';
import { accountSources, type ComplaintFlag, complaintFlagNames, complaintFlags, grievances, isCommonMatter } from '@wuye/shared/complaint';
import { Vault } from '../platform/crypto/index.js';
import { insertRows, newId, sqlInstant } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Policies } from '../policy/index.js';
import { Counts } from './counts.js';
import { Complaint, ComplaintEvent } from './entities.js';
import { Joiners } from './joiners.js';
import { hasAccount } from './notices.js';

type Subject = Pick<Complaint, 'id' | 'communityId' | 'kind' | 'category' | 'houseId' | 'callerHash' | 'policyVersion'>;

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
/** Of one category in a community since a day, and a grievance: found by `complaint_like`, so that it costs what those days hold. */
const like = (of: string): string => `${of}community_id = ? AND ${of}category = ? AND ${of}submitted_at >= ? AND ${of}kind IN (${quoted(grievances)})`;

/**
 * Who speaks: an account; a caller by the phone. Callers who gave none may all be one, and count as one. Who joined counts where what they
 * joined is of these days.
 */
export const PEOPLE = `SELECT COUNT(*) AS n FROM (
  SELECT CASE WHEN source IN (${quoted(accountSources)}) THEN account_id ELSE COALESCE(caller_hash, '') END AS speaker
  FROM complaint WHERE ${like('')} AND state <> 'withdrawn'
  UNION SELECT j.account_id FROM complaint c JOIN complaint_joiner j ON j.complaint_id = c.id
  WHERE ${like('c.')} AND c.joiners > 0 AND c.state <> 'withdrawn') people`;

const LIKE = `SELECT id FROM complaint WHERE ${like('')} AND is_open = 1 AND grouped = 0 ORDER BY id`;

const AGAIN = `SELECT id FROM complaint WHERE ${like('')} AND (house_id = ? OR caller_hash = ?) AND state <> 'withdrawn'`;

const nOf = (rows: unknown): number => Number((rows as { n: number | string }[])[0]?.n ?? 0);

/** The flags that are set. */
export const flagsOf = (row: Pick<Complaint, ComplaintFlag>): ComplaintFlag[] => complaintFlags.filter((flag) => row[flag]);

/**
 * 重大 群体 反复 (成住建发〔2023〕62号 一(四)): group and repeated by the city's rule, grave by people. What is flagged is public in the
 * community from then on, without personal data. People who speak of the same category in a community, each counted once, are a group;
 * the same home or caller with the same category again is repeated (the category is ours: three different repairs are no repetition).
 * 其他 is no category in this sense; questions and suggestions make neither.
 */
@Injectable()
export class Flags {
  constructor(
    private readonly policies: Policies,
    private readonly counts: Counts,
    private readonly vault: Vault,
    private readonly outbox: Outbox,
    private readonly joiners: Joiners,
  ) {}

  /** Looks anew after someone submitted or joined. */
  async look(tx: EntityManager, subject: Subject, now: Date): Promise<void> {
    if (!isCommonMatter(subject)) return;
    const { policy } = await this.policies.born(subject.policyVersion, now, tx);
    await this.group(tx, subject, policy.flags.group, now);
    if (subject.houseId !== null || subject.callerHash !== null) await this.repeated(tx, subject, policy.flags.repeated, now);
  }

  /** Sets or takes off one flag. True when that changed anything. */
  async set(tx: EntityManager, id: string, flag: ComplaintFlag, on: boolean, now: Date): Promise<boolean> {
    const { affected } = await tx.update(Complaint, { id, [flag]: !on }, { [flag]: on });
    if (affected !== 1) return false;
    // Read after the update: its row is held from there on, and says what was counted last.
    const complaint = await tx.findOneByOrFail(Complaint, { id });
    await tx.update(Complaint, { id }, { counted: await this.counts.enter(tx, complaint, now) });
    if (on) await this.publish(tx, complaint, flag, now);
    return true;
  }

  private async group(tx: EntityManager, { communityId, category }: Subject, { people, days }: { people: number; days: number }, now: Date): Promise<void> {
    const these = [communityId, category, sqlInstant(new Date(now.getTime() - days * DAY))];
    if (nOf(await tx.query(PEOPLE, [...these, ...these])) < people) return;
    const found = (await tx.query(LIKE, these)) as { id: string }[];
    for (const { id } of found) await this.set(tx, id, 'grouped', true, now);
  }

  private async repeated(
    tx: EntityManager,
    { id, communityId, category, houseId, callerHash }: Subject,
    { times, days }: { times: number; days: number },
    now: Date,
  ): Promise<void> {
    const since = sqlInstant(new Date(now.getTime() - days * DAY));
    const same = (await tx.query(AGAIN, [communityId, category, since, houseId, callerHash])) as { id: string }[];
    if (same.length >= times) await this.set(tx, id, 'repeated', true, now);
  }

  private async publish(tx: EntityManager, complaint: Complaint, flag: ComplaintFlag, now: Date): Promise<void> {
    const { id, publishedAt } = complaint;
    if (publishedAt === null) await tx.update(Complaint, { id }, { publishedAt: now });
    const words = `${complaintFlagNames[flag]}投诉，在小区公开（不含个人信息）`;
    const by = { accountId: 'system', role: 'system' as const, actorName: '' };
    const eventId = newId(now);
    const sealed = this.vault.seal('complaint_event.words', words);
    await insertRows(tx, ComplaintEvent, [
      { id: eventId, complaintId: id, at: now, kind: 'published' as const, ...by, words: sealed, pictures: [], internal: false },
    ]);
    if (publishedAt === null) await this.tellOf(tx, complaint, eventId, now);
  }

  /** Whose words made it public knows so, and with them who joined: once, whatever else it is flagged as later. */
  private async tellOf(tx: EntityManager, complaint: Complaint, eventId: string, now: Date): Promise<void> {
    const { no, title, accountId: recipient, anonymous } = complaint;
    const data = { no, title, at: formatTemplateTime(now.getTime()) };
    const draft = { kind: 'complaint.published', subject: eventId, recipient, communityId: anonymous ? null : complaint.communityId, data };
    await this.outbox.add(tx, now, hasAccount(complaint) ? [draft] : []);
    if (complaint.joiners > 0) await this.joiners.tell(tx, now, [{ complaint, kind: 'published', eventId }]);
  }
}
