import { Injectable } from '@nestjs/common';
import { type EntityManager, In, LessThan } from 'typeorm';
import { buildingOf, redactWords } from '@wuye/shared/privacy';
import { People } from '../identity/index.js';
import { Vault } from '../platform/crypto/index.js';
import { newId } from '../platform/database/index.js';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';
import { Storage } from '../platform/storage/index.js';
import { Complaint, ComplaintEvent } from './entities.js';

/**
 * What complaints hold of who submitted them. Erased, a complaint stays as the community's record of what was wrong and what was
 * done about it: the monthly ledger and the figures rest on it (成住建发〔2023〕62号 一(五), 二). What leads to the person goes at once:
 * account, phone, position, the place within the building, and their pictures, which show homes and faces; the words stay with
 * their name and every number in them masked, for without them the record tells nothing.
 */
@Injectable()
export class ComplaintHolder implements Holder {
  readonly feature = 'complaint';
  readonly tables = ['complaint', 'complaint_event'];

  constructor(
    private readonly vault: Vault,
    private readonly people: People,
    private readonly storage: Storage,
    personalData: PersonalData,
  ) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { accountId }: DataSubject): Promise<Holding[]> {
    return [{ key: 'complaint', count: await manager.countBy(Complaint, { accountId }) }];
  }

  async export(manager: EntityManager, { accountId }: DataSubject): Promise<Record<string, unknown>> {
    const complaints = await manager.find(Complaint, { where: { accountId }, order: { id: 'ASC' } });
    const events = await manager.findBy(ComplaintEvent, { complaintId: In(complaints.map(({ id }) => id)), accountId });
    return {
      complaints: complaints.map((each) => ({
        no: each.no,
        title: each.title,
        state: each.state,
        rating: each.rating,
        submittedAt: each.submittedAt,
        anonymous: each.anonymous,
        words: this.open('words', each.words),
        place: this.open('place', each.place),
        position: each.position && (JSON.parse(this.open('position', each.position)) as unknown),
        phone: this.open('phone', each.phone),
        pictures: each.pictures,
        said: events.filter(({ complaintId }) => complaintId === each.id).map(({ at, kind, words }) => ({ at, kind, words: this.openEvent(words) })),
      })),
    };
  }

  async erase(tx: EntityManager, { accountId, personId, until, now }: Erasing): Promise<void> {
    const mine = await tx.findBy(Complaint, { accountId, submittedAt: LessThan(until) });
    if (mine.length === 0) return;
    const name = (personId && (await this.people.details(tx, personId))?.name) || '';
    for (const complaint of mine) await this.let(tx, complaint, name, newId(now));
  }

  /** `nobody` stands in the account's place: the complaints of one person no longer tell that they are of one. */
  private async let(tx: EntityManager, complaint: Complaint, name: string, nobody: string): Promise<void> {
    const { id, accountId, pictures } = complaint;
    const words = complaint.words && this.vault.seal('complaint.words', redactWords(this.open('words', complaint.words), name));
    const place = buildingOf(this.open('place', complaint.place));
    await this.storage.release(tx, 'complaint', id, pictures);
    await tx.update(
      Complaint,
      { id },
      {
        accountId: nobody,
        personId: null,
        houseId: null,
        phone: null,
        callerHash: null,
        position: null,
        pictures: [],
        words,
        place: place ? this.vault.seal('complaint.place', place) : null,
      },
    );
    for (const event of await tx.findBy(ComplaintEvent, { complaintId: id })) {
      const own = event.accountId === accountId;
      if (own) await this.storage.release(tx, 'complaint', id, event.pictures);
      const said = event.words && this.vault.seal('complaint_event.words', redactWords(this.openEvent(event.words), name));
      await tx.update(ComplaintEvent, { id: event.id }, { words: said, ...(own && { accountId: nobody, pictures: [] }) });
    }
  }

  private open(column: 'words' | 'place' | 'position' | 'phone', sealed: string | null): string {
    return sealed === null ? '' : this.vault.open(`complaint.${column}`, sealed);
  }

  private openEvent(sealed: string | null): string {
    return sealed === null ? '' : this.vault.open('complaint_event.words', sealed);
  }
}
