import { Injectable } from '@nestjs/common';
import { type EntityManager, In, Not, IsNull } from 'typeorm';
import type { ComplaintSource } from '@wuye/shared/complaint';
import { Vault } from '../platform/crypto/index.js';
import { Complaint, ComplaintEvent } from './entities.js';

/** What became of a complaint that came from elsewhere, by its number there. */
export interface Outcome {
  readonly complaint: Complaint;
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

  /** All of a source in a district, oldest first. */
  async outcomes(manager: EntityManager, source: ComplaintSource, districtCode: string): Promise<Outcome[]> {
    const complaints = await manager.find(Complaint, { where: { source, districtCode, outsideNo: Not(IsNull()) }, order: { id: 'ASC' } });
    const words = new Map<string, string>();
    for (let at = 0; at < complaints.length; at += CHUNK) {
      const some = In(complaints.slice(at, at + CHUNK).map(({ id }) => id));
      const closings = await manager.find(ComplaintEvent, { where: { complaintId: some, kind: 'closed' }, order: { id: 'ASC' } });
      for (const { complaintId, words: sealed } of closings) words.set(complaintId, sealed === null ? '' : this.vault.open('complaint_event.words', sealed));
    }
    return complaints.map((complaint) => ({ complaint, words: words.get(complaint.id) ?? '' }));
  }
}
