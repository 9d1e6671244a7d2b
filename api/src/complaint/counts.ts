import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { bucketOf } from '@wuye/shared/figures';
import { firstClock, type Policy } from '@wuye/shared/policy';
import { Facts, type Tags } from '../figures/index.js';
import { Policies } from '../policy/index.js';
import { keepTags } from './complaint-tags.js';
import { Complaint } from './entities.js';

type Row = Pick<
  Complaint,
  | 'state'
  | 'submittedAt'
  | 'respondedAt'
  | 'acceptedAt'
  | 'firstDueAt'
  | 'late'
  | 'closedAt'
  | 'closingReason'
  | 'rating'
  | 'reopened'
  | 'grave'
  | 'grouped'
  | 'repeated'
>;

/** Ended as fixed, and not contradicted: said to be solved, or closed as fixed without a word against it. */
const isResolved = ({ state, closingReason }: Row): boolean => state === 'solved' || (state === 'closed' && closingReason === null);

const ENDED = new Set<Complaint['state']>(['closed', 'solved', 'unsolved']);

/** What meets the first clock: the first answer (成都), or 受理登记 (惠州). */
export type Answer = 'respondedAt' | 'acceptedAt';
export const answerOf = (policy: Policy): Answer => (firstClock(policy) === 'accept' ? 'acceptedAt' : 'respondedAt');

/** What a complaint counts as in the figures (definitions: shared/src/figures/measure.ts). */
export function tagsOf(row: Row, answer: Answer): Tags {
  if (row.state === 'withdrawn') return [];
  const { submittedAt, respondedAt, firstDueAt, closedAt, rating } = row;
  const answered = row[answer];
  const since = (at: Date) => bucketOf(at.getTime() - submittedAt.getTime());
  const tags: (string | false | null)[] = [
    'cases',
    respondedAt && 'responded',
    answered && firstDueAt && answered < firstDueAt && 'on_time',
    row.late && 'late',
    ENDED.has(row.state) && 'closed',
    isResolved(row) && 'resolved',
    rating && 'rated',
    (rating === 'satisfied' || rating === 'basically') && 'satisfied',
    row.reopened && 'reopened',
    row.grave && 'grave',
    row.grouped && 'grouped',
    row.repeated && 'repeated',
    respondedAt && `respond_time:${since(respondedAt)}`,
    ENDED.has(row.state) && closedAt && `close_time:${since(closedAt)}`,
  ];
  return tags.filter((tag): tag is string => typeof tag === 'string');
}

const stored = (counted: string | null): Tags => (counted === null ? [] : (JSON.parse(counted) as string[]));

/** Keeps the figures in line with complaints, in the transaction that changes them. */
@Injectable()
export class Counts {
  constructor(
    private readonly facts: Facts,
    private readonly policies: Policies,
  ) {}

  /** One that was just received; its row says so already. */
  async begin(tx: EntityManager, complaint: Complaint, now: Date): Promise<void> {
    const after = stored(complaint.counted);
    await this.facts.write(tx, now, [{ of: complaint, before: [], after }]);
    await keepTags(tx, complaint, [], after);
  }

  /** Writes what changed since it was counted last; answers what to store as counted now. */
  async enter(tx: EntityManager, complaint: Complaint, now: Date): Promise<string> {
    const [before, after] = [stored(complaint.counted), tagsOf(complaint, await this.answer(tx, complaint, now))];
    await this.facts.write(tx, now, [{ of: complaint, before, after }]);
    await keepTags(tx, complaint, before, after);
    return JSON.stringify(after);
  }

  /** The first clock of these ran out without an answer. One that was answered, flagged or counted meanwhile is taken as it is by now. */
  async late(tx: EntityManager, complaints: readonly Pick<Complaint, 'id' | 'policyVersion'>[], now: Date): Promise<void> {
    const answers = new Map<Answer, string[]>();
    for (const complaint of complaints) {
      const answer = await this.answer(tx, complaint, now);
      answers.set(answer, [...(answers.get(answer) ?? []), complaint.id]);
    }
    for (const [answer, ids] of answers) await this.lateOf(tx, answer, ids.sort(), now);
  }

  private async answer(tx: EntityManager, { policyVersion }: Pick<Complaint, 'policyVersion'>, now: Date): Promise<Answer> {
    return answerOf((await this.policies.born(policyVersion, now, tx)).policy);
  }

  private async lateOf(tx: EntityManager, answer: Answer, ids: readonly string[], now: Date): Promise<void> {
    await tx.update(Complaint, { id: In(ids), [answer]: IsNull(), late: false }, { late: true });
    // Read after the update: its rows are held from there on, and say what was counted last.
    const rows = await tx.find(Complaint, { where: { id: In(ids), late: true }, order: { id: 'ASC' } });
    const changes = rows.map((row) => ({ of: row, before: stored(row.counted), after: tagsOf(row, answer) }));
    await this.facts.write(tx, now, changes);
    await this.keep(tx, changes);
  }

  /**
   * These are another company's by now, and count for it from now on: all that they count as is taken off the one that had them and given to the
   * one that has them. Called once their company is written, so that their rows are held.
   */
  async move(tx: EntityManager, moved: readonly { readonly row: Complaint; readonly from: string }[], now: Date): Promise<void> {
    const changes = moved.flatMap(({ row, from }) => [
      { of: { ...row, companyId: from }, before: stored(row.counted), after: [] },
      { of: row, before: [], after: stored(row.counted) },
    ]);
    await this.facts.write(tx, now, changes);
  }

  /** Stores what they count as now: a statement for each sum of tags, not for each row. */
  private async keep(tx: EntityManager, changes: readonly { of: Pick<Complaint, 'id' | 'counted'>; after: Tags }[]): Promise<void> {
    const ids = new Map<string, string[]>();
    for (const { of, after } of changes) {
      const counted = JSON.stringify(after);
      if (counted !== of.counted) ids.set(counted, [...(ids.get(counted) ?? []), of.id]);
    }
    for (const [counted, alike] of ids) await tx.update(Complaint, { id: In(alike) }, { counted });
  }
}
