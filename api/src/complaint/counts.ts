import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { bucketOf } from '@wuye/shared/figures';
import { Facts, type Tags } from '../figures/index.js';
import { keepTags } from './complaint-tags.js';
import { Complaint } from './entities.js';

type Row = Pick<
  Complaint,
  'state' | 'submittedAt' | 'respondedAt' | 'firstDueAt' | 'late' | 'closedAt' | 'closingReason' | 'rating' | 'reopened' | 'grave' | 'grouped' | 'repeated'
>;

/** Ended as fixed, and not contradicted: said to be solved, or closed as fixed without a word against it. */
const isResolved = ({ state, closingReason }: Row): boolean => state === 'solved' || (state === 'closed' && closingReason === null);

const ENDED = new Set<Complaint['state']>(['closed', 'solved', 'unsolved']);

/** What a complaint counts as in the figures (definitions: shared/src/figures/measure.ts). */
export function tagsOf(row: Row): Tags {
  if (row.state === 'withdrawn') return [];
  const { submittedAt, respondedAt, firstDueAt, closedAt, rating } = row;
  const since = (at: Date) => bucketOf(at.getTime() - submittedAt.getTime());
  const tags: (string | false | null)[] = [
    'cases',
    respondedAt && 'responded',
    respondedAt && firstDueAt && respondedAt < firstDueAt && 'on_time',
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
  constructor(private readonly facts: Facts) {}

  /** One that was just received; its row says so already. */
  async begin(tx: EntityManager, complaint: Complaint, now: Date): Promise<void> {
    const after = stored(complaint.counted);
    await this.facts.write(tx, now, [{ of: complaint, before: [], after }]);
    await keepTags(tx, complaint, [], after);
  }

  /** Writes what changed since it was counted last; answers what to store as counted now. */
  async enter(tx: EntityManager, complaint: Complaint, now: Date): Promise<string> {
    const [before, after] = [stored(complaint.counted), tagsOf(complaint)];
    await this.facts.write(tx, now, [{ of: complaint, before, after }]);
    await keepTags(tx, complaint, before, after);
    return JSON.stringify(after);
  }

  /** The first clock of these ran out without an answer. One that was answered meanwhile is not late. */
  async late(tx: EntityManager, complaints: readonly Complaint[], now: Date): Promise<void> {
    const late = complaints.filter((complaint) => complaint.respondedAt === null && !complaint.late);
    const changes = late.map((complaint) => ({ of: complaint, before: stored(complaint.counted), after: tagsOf({ ...complaint, late: true }) }));
    await this.facts.write(tx, now, changes);
    for (const [index, { id }] of late.entries()) await tx.update(Complaint, { id }, { late: true, counted: JSON.stringify(changes[index]?.after ?? []) });
  }
}
