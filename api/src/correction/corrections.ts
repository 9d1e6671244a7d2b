import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThan, MoreThan } from 'typeorm';
import { type CorrectionView } from '@wuye/shared/correction';
import { differencesOf, paperName } from '@wuye/shared/certificate';
import type { Place } from '@wuye/shared/kit';
import { Communities, placeFor, RegisterDesk, type RegisterRow } from '../community/index.js';
import { BindingApplication, type Subject } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Storage } from '../platform/storage/index.js';
import { Correction } from './entities.js';

type Tx = EntityManager;
type Desk = NonNullable<CorrectionView['desk']>;

/** The subject type of the pictures. */
export const PICTURES = 'correction';
const BATCH = 100;

/** A row of the register that may be meant, with what it fits. */
export interface Candidate {
  readonly row: RegisterRow;
  readonly house: string | null;
  readonly fits: Desk['rows'][number]['fits'];
  readonly differences: readonly string[];
}

/** What an owner submitted: who sees it, what it shows, and when it goes. */
@Injectable()
export class Corrections {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly vault: Vault,
    private readonly communities: Communities,
    private readonly desk: RegisterDesk,
    private readonly storage: Storage,
  ) {}

  seal(field: 'subject' | 'certificate_no' | 'words' | 'reason', text: string): string {
    return this.vault.seal(`correction.${field}`, text);
  }

  subjectOf({ subject }: Correction): Subject {
    return JSON.parse(this.vault.open('correction.subject', subject)) as Subject;
  }

  /** What was written, opened. */
  wordsOf({ certificateNo, words, reason }: Correction): Pick<CorrectionView, 'certificateNo' | 'words' | 'reason'> {
    const open = (field: 'certificate_no' | 'words' | 'reason', sealed: string | null) =>
      sealed === null ? '' : this.vault.open(`correction.${field}`, sealed);
    return { certificateNo: open('certificate_no', certificateNo), words: open('words', words), reason: open('reason', reason) };
  }

  /** What the permission table asks. */
  placeOf({ accountId, communityId, districtCode }: Correction): Place {
    return { accountId, communityId, districtCode };
  }

  /** One that the caller may see; else it is not there. */
  async reach(manager: Tx, context: SignedIn, id: string): Promise<Correction | null> {
    const found = await manager.findOneBy(Correction, { id });
    return found && (await this.access.may(manager, context, 'correction.read', this.placeOf(found))) ? found : null;
  }

  /** For the storage room. */
  async maySeePictures(context: SignedIn, id: string): Promise<boolean> {
    return (await this.reach(this.database.manager, context, id)) !== null;
  }

  /**
   * The rows that may be meant: those under the number, whatever the name, and those of the house that was named. A row whose
   * house lies where the clerk may not answer is none; one without a house lies nowhere.
   */
  async candidates(manager: Tx, context: SignedIn, found: Correction): Promise<Candidate[]> {
    const subject = this.subjectOf(found);
    const { communityId, building, house } = found;
    const named = communityId ? await this.desk.houseNamed(manager, { communityId, building, house }) : null;
    const rows = new Map<string, RegisterRow>();
    for (const row of await this.desk.under(manager, subject.idNumber)) rows.set(row.id, row);
    if (named) for (const row of await this.desk.ofHouse(manager, named.id)) rows.set(row.id, row);
    const candidates: Candidate[] = [];
    for (const row of rows.values()) {
      const candidate = await this.candidate(manager, context, subject, row);
      if (candidate) candidates.push(candidate);
    }
    return candidates;
  }

  /** For its owner, or for the clerk with the register beside it. */
  async view(manager: Tx, context: SignedIn, found: Correction): Promise<CorrectionView> {
    const mine = found.accountId === context.who.accountId;
    return {
      ...rowOf(found),
      building: found.building,
      room: found.house,
      ...this.wordsOf(found),
      pictures: found.pictures,
      answeredAt: found.answeredAt?.toISOString() ?? null,
      binding: mine ? await this.runningBinding(manager, context, found) : null,
      mine,
      desk: mine ? null : await this.deskOf(manager, context, found),
    };
  }

  /** Deletes what was answered long enough ago, with its pictures; how many. */
  async sweep(now: Date): Promise<number> {
    const over = await this.database.manager.find(Correction, { where: { keepUntil: LessThan(now) }, take: BATCH });
    for (const { id } of over) {
      await this.database.transaction(async (tx) => {
        await tx.delete(Correction, { id });
        await this.storage.release(tx, PICTURES, id);
      });
    }
    return over.length;
  }

  private async candidate(manager: Tx, context: SignedIn, subject: Subject, row: RegisterRow): Promise<Candidate | null> {
    const [house] = row.houseId ? await this.communities.houses(manager, [row.houseId]) : [];
    if (house) {
      const place = await this.communities.byId(manager, house.communityId);
      if (isProblem(place) || !(await this.access.may(manager, context, 'correction.answer', placeFor(place)))) return null;
    }
    const name = house ? `${house.communityName} ${house.name}` : null;
    const differences = differencesOf(subject, { ...row, house: name });
    // The owner's own row, and its house is there: nothing is wrong with it.
    if (house && !differences.some(({ blocks }) => blocks)) return null;
    return { row, house: name, fits: house ? 'amend' : 'fill', differences: differences.filter(({ blocks }) => blocks || house).map(({ words }) => words) };
  }

  private async deskOf(manager: Tx, context: SignedIn, found: Correction): Promise<Desk> {
    const subject = this.subjectOf(found);
    const candidates = found.state === 'submitted' ? await this.candidates(manager, context, found) : [];
    return {
      name: subject.name,
      idType: paperName(subject.idType),
      idNumber: subject.idNumberRaw ?? subject.idNumber,
      communityId: found.communityId,
      rows: candidates.map(({ row, house, fits, differences }) => ({ titleId: row.id, house, ownerName: row.name, differences: [...differences], fits })),
    };
  }

  private async runningBinding(manager: Tx, { now }: SignedIn, { bindingId }: Correction): Promise<string | null> {
    if (!bindingId) return null;
    const running = await manager.existsBy(BindingApplication, { id: bindingId, state: 'houses', expiresAt: MoreThan(now) });
    return running ? bindingId : null;
  }
}

/** One line of a list. */
export const rowOf = (found: Correction) => ({
  id: found.id,
  kind: found.kind,
  state: found.state,
  community: found.community,
  house: `${found.building}${found.house}`,
  submittedAt: found.submittedAt.toISOString(),
  dueAt: found.state === 'submitted' ? (found.dueAt?.toISOString() ?? null) : null,
});
