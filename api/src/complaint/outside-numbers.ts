import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { ComplaintSource } from '@wuye/shared/complaint';
import { Vault } from '../platform/crypto/index.js';
import { idBefore } from '../platform/database/index.js';
import { Complaint, ComplaintEvent } from './entities.js';

/** What an answer is made of. */
const ANSWERED = ['id', 'no', 'outsideNo', 'communityId', 'state', 'submittedAt', 'respondedAt', 'closedAt', 'closingReason'] as const;
type Answered = Pick<Complaint, (typeof ANSWERED)[number]>;

/** Which of a source are asked for: by when they came, and by whether anything has happened to them since. */
export interface Asked {
  readonly source: ComplaintSource;
  readonly districtCode: string;
  readonly from: Date;
  readonly until: Date;
  readonly movedSince: Date | null;
}

/** What became of a complaint that came from elsewhere, by its number there. */
export interface Outcome {
  readonly complaint: Answered;
  /** What was said at its last closing; '' before. */
  readonly words: string;
}

const CHUNK = 200;

/** Complaints by the numbers that they have where they came from (成住建发〔2023〕62号 二(三)). */
@Injectable()
export class OutsideNumbers {
  constructor(private readonly vault: Vault) {}

  /** Which of these came before. */
  async known(manager: EntityManager, source: ComplaintSource, numbers: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>();
    for (let at = 0; at < numbers.length; at += CHUNK) {
      const some = In(numbers.slice(at, at + CHUNK));
      const rows = await manager.find(Complaint, { select: { id: true, outsideNo: true }, where: { source, outsideNo: some } });
      for (const { outsideNo } of rows) if (outsideNo !== null) found.add(outsideNo);
    }
    return found;
  }

  /**
   * Those of a source in a district, oldest first, page by page: however many there are, a page of them is held. Read from an index that begins
   * with the district and the source.
   */
  async *outcomes(manager: EntityManager, asked: Asked): AsyncGenerator<Outcome[]> {
    for (let after = ''; ;) {
      const complaints = await this.page(manager, asked, after);
      if (complaints.length > 0) yield await this.withWords(manager, complaints);
      if (complaints.length < CHUNK) return;
      after = complaints.at(-1)?.id ?? '';
    }
  }

  private page(manager: EntityManager, { source, districtCode, from, until, movedSince }: Asked, after: string): Promise<Answered[]> {
    const found = manager
      .createQueryBuilder(Complaint, 'q')
      .select(ANSWERED.map((column) => `q.${column}`))
      .where('q.districtCode = :districtCode AND q.source = :source AND q.id >= :first AND q.id < :end AND q.id > :after AND q.outsideNo IS NOT NULL', {
        districtCode,
        source,
        first: idBefore(from),
        end: idBefore(until),
        after,
      });
    // Ids of events are in the order of time.
    if (movedSince) found.andWhere('EXISTS (SELECT 1 FROM complaint_event e WHERE e.complaint_id = q.id AND e.id >= :moved)', { moved: idBefore(movedSince) });
    return found.orderBy('q.id', 'ASC').limit(CHUNK).getMany();
  }

  private async withWords(manager: EntityManager, complaints: readonly Answered[]): Promise<Outcome[]> {
    const words = new Map<string, string>();
    const some = In(complaints.map(({ id }) => id));
    const closings = await manager.find(ComplaintEvent, { where: { complaintId: some, kind: 'closed' }, order: { id: 'ASC' } });
    for (const { complaintId, words: sealed } of closings) words.set(complaintId, sealed === null ? '' : this.vault.open('complaint_event.words', sealed));
    return complaints.map((complaint) => ({ complaint, words: words.get(complaint.id) ?? '' }));
  }
}
