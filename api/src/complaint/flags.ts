import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DAY } from '@wuye/shared/calendar';
import { type ComplaintFlag, complaintFlagNames, complaintFlags } from '@wuye/shared/complaint';
import { Vault } from '../platform/crypto/index.js';
import { insertRows, newId, sqlInstant } from '../platform/database/index.js';
import { Policies } from '../policy/index.js';
import { Counts } from './counts.js';
import { Complaint, ComplaintEvent } from './entities.js';

type Subject = Pick<Complaint, 'id' | 'communityId' | 'category' | 'houseId' | 'policyVersion'>;

const PEOPLE = `SELECT COUNT(*) AS n FROM (
  SELECT account_id FROM complaint WHERE community_id = ? AND category = ? AND submitted_at >= ? AND state <> 'withdrawn'
  UNION SELECT j.account_id FROM complaint_joiner j JOIN complaint c ON c.id = j.complaint_id
  WHERE c.community_id = ? AND c.category = ? AND j.joined_at >= ? AND c.state <> 'withdrawn') people`;

const LIKE = `SELECT id FROM complaint WHERE community_id = ? AND category = ? AND submitted_at >= ? AND is_open = 1 AND grouped = ?`;

const AGAIN = `SELECT id FROM complaint WHERE community_id = ? AND category = ? AND submitted_at >= ? AND house_id = ? AND state <> 'withdrawn'`;

const nOf = (rows: unknown): number => Number((rows as { n: number | string }[])[0]?.n ?? 0);

/** The flags that are set. */
export const flagsOf = (row: Pick<Complaint, ComplaintFlag>): ComplaintFlag[] => complaintFlags.filter((flag) => row[flag]);

/**
 * 重大 群体 反复 (成住建发〔2023〕62号 一(四)): group and repeated by the city's rule, grave by people. What is flagged is public in the
 * community from then on, without personal data. People who speak of the same category in a community, each counted once, are a group;
 * the same home with the same category again is repeated (the category is ours: three different repairs are no repetition).
 */
@Injectable()
export class Flags {
  constructor(
    private readonly policies: Policies,
    private readonly counts: Counts,
    private readonly vault: Vault,
  ) {}

  /** Looks anew after someone submitted or joined. */
  async look(tx: EntityManager, subject: Subject, now: Date): Promise<void> {
    const { policy } = await this.policies.born(subject.policyVersion, now, tx);
    await this.group(tx, subject, policy.flags.group, now);
    if (subject.houseId !== null) await this.repeated(tx, subject, policy.flags.repeated, now);
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
    const like = [communityId, category, sqlInstant(new Date(now.getTime() - days * DAY))];
    if (nOf(await tx.query(PEOPLE, [...like, ...like])) < people) return;
    const found = (await tx.query(`${LIKE} ORDER BY id`, [...like, 0])) as { id: string }[];
    for (const { id } of found) await this.set(tx, id, 'grouped', true, now);
  }

  private async repeated(
    tx: EntityManager,
    { id, communityId, category, houseId }: Subject,
    { times, days }: { times: number; days: number },
    now: Date,
  ): Promise<void> {
    const since = sqlInstant(new Date(now.getTime() - days * DAY));
    const same = (await tx.query(AGAIN, [communityId, category, since, houseId])) as { id: string }[];
    if (same.length >= times) await this.set(tx, id, 'repeated', true, now);
  }

  private async publish(tx: EntityManager, { id, publishedAt }: Complaint, flag: ComplaintFlag, now: Date): Promise<void> {
    if (publishedAt === null) await tx.update(Complaint, { id }, { publishedAt: now });
    const words = `${complaintFlagNames[flag]}投诉，在小区公开（不含个人信息）`;
    const by = { accountId: 'system', role: 'system' as const, actorName: '' };
    const sealed = this.vault.seal('complaint_event.words', words);
    await insertRows(tx, ComplaintEvent, [
      { id: newId(now), complaintId: id, at: now, kind: 'published' as const, ...by, words: sealed, pictures: [], internal: false },
    ]);
  }
}
