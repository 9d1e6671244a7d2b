import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThan } from 'typeorm';
import {
  type CertificateCase as CaseView,
  certificateLifecycle,
  type CertificateEvent,
  type CertifierCase,
  differencesOf,
  paperName,
  type Proofs,
} from '@wuye/shared/certificate';
import { maskPhone } from '@wuye/shared/identity';
import { next } from '@wuye/shared/kit';
import { Communities, type CommunityPlace, placeFor, RegisterDesk, type RegisterRow } from '../community/index.js';
import { type Subject, Subjects } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Storage } from '../platform/storage/index.js';
import { CertificateCase } from './entities.js';

type Tx = EntityManager;

/** What of a case its certifier may reach: rows of the register with their houses, in the communities that they certify for. */
export interface InReach {
  readonly rows: readonly { readonly row: RegisterRow; readonly house: string; readonly place: CommunityPlace }[];
}

/** The subject type of the pictures. */
export const PICTURES = 'certificate';
/** Cases deleted at once. */
const BATCH = 100;

export const idsOf = ({ title, identity, holding }: Proofs): string[] => [...title, ...identity, ...holding];

/** Applications for the offline certificate: where they belong, who sees them, how they move and when they go. */
@Injectable()
export class CertificateCases {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly vault: Vault,
    private readonly communities: Communities,
    private readonly desk: RegisterDesk,
    private readonly subjects: Subjects,
    private readonly storage: Storage,
  ) {}

  sealSubject(subject: Subject): string {
    return this.vault.seal('certificate_case.subject', JSON.stringify(subject));
  }

  /** Whose it is, opened. Null once it was decided: then nothing of it is kept here. */
  subjectOf({ subject }: CertificateCase): Subject | null {
    return subject === null ? null : (JSON.parse(this.vault.open('certificate_case.subject', subject)) as Subject);
  }

  sealReason(reason: string): string {
    return this.vault.seal('certificate_case.reason', reason);
  }

  /**
   * What the caller may certify of a case. It belongs where the register holds a house under the number: the applicant names no
   * community, and is not told before the certificate what the register holds.
   */
  async inReach(manager: Tx, context: SignedIn, found: CertificateCase, action: string): Promise<InReach> {
    const subject = this.subjectOf(found);
    const held = subject ? await this.desk.under(manager, subject.idNumber) : [];
    const houses = await this.communities.houses(
      manager,
      held.flatMap(({ houseId }) => houseId ?? []),
    );
    const places = new Map<string, CommunityPlace>();
    for (const id of new Set(houses.map(({ communityId }) => communityId))) {
      const place = await this.communities.byId(manager, id);
      if (!isProblem(place) && (await this.access.may(manager, context, action, placeFor(place)))) places.set(id, place);
    }
    const rows = held.flatMap((row) => {
      const house = houses.find(({ id }) => id === row.houseId);
      const place = house && places.get(house.communityId);
      return house && place ? [{ row, house: `${house.communityName} ${house.name}`, place }] : [];
    });
    return { rows };
  }

  /** What the register answered is kept for days, an application waits for weeks: where nothing is at hand it is asked (again). */
  async consult(tx: Tx, { id }: Pick<CertificateCase, 'id'>, subject: Subject, now: Date): Promise<void> {
    if ((await this.desk.under(tx, subject.idNumber)).length === 0) await this.subjects.askRegister(tx, id, subject, now);
  }

  /** Moves a case by a conditional update: of two people at once one does. */
  async move(tx: Tx, found: CertificateCase, event: CertificateEvent, facts: Partial<CertificateCase>): Promise<boolean> {
    const state = next(certificateLifecycle, found.state, event);
    if (!state) return false;
    // MySQL counts changed rows: the instant changes even where the state stays.
    const { affected } = await tx.update(CertificateCase, { id: found.id, state: found.state, submittedAt: found.submittedAt }, { ...facts, state });
    return affected === 1;
  }

  /** For the storage room: its owner, and those who may look it up, while it lasts. */
  async maySeePictures(context: SignedIn, id: string, manager: Tx = this.database.manager): Promise<boolean> {
    const found = await manager.findOneBy(CertificateCase, { id });
    if (!found || found.endsAt <= context.now || found.state === 'withdrawn') return false;
    if (await this.access.may(manager, context, 'certificate.read', found)) return true;
    if (found.state !== 'approved') return (await this.inReach(manager, context, found, 'certificate.look-up')).rows.length > 0;
    const place = await this.communities.everById(manager, found.communityId ?? '');
    return this.access.may(manager, context, 'certificate.look-up', placeFor(place));
  }

  /** As its owner sees it. */
  async view(manager: Tx, found: CertificateCase): Promise<CaseView> {
    const place = found.communityId ? await this.communities.everById(manager, found.communityId) : null;
    return {
      id: found.id,
      state: found.state,
      submittedAt: found.submittedAt.toISOString(),
      endsAt: found.endsAt.toISOString(),
      proofs: found.proofs,
      reason: found.reason ? this.vault.open('certificate_case.reason', found.reason) : '',
      decidedAt: found.decidedAt?.toISOString() ?? null,
      communityName: place?.name ?? '',
    };
  }

  /** As a certifier sees it: beside the register, with what differs in words. `subject` of one that was decided in this moment. */
  async certifierView(manager: Tx, context: SignedIn, found: CertificateCase, { rows }: InReach, subject: Subject): Promise<CertifierCase> {
    return {
      ...(await this.view(manager, found)),
      name: subject.name,
      idType: paperName(subject.idType),
      idNumber: subject.idNumber,
      phone: maskPhone(subject.phone),
      rows: rows.map(({ row, house }) => ({
        titleId: row.id,
        house,
        ownerName: row.name,
        registeredAt: row.registeredAt.toISOString(),
        differences: differencesOf(subject, { ...row, house }),
      })),
      mine: await this.isOwn(manager, context, found, subject),
      evidence: found.evidence,
    };
  }

  /** True when the caller would decide about themselves: their account's application, or one with their own papers. */
  async isOwn(manager: Tx, { who }: SignedIn, found: CertificateCase, subject: Subject): Promise<boolean> {
    return found.accountId === who.accountId || this.subjects.isPerson(manager, who.personId, subject.idNumber);
  }

  /** Deletes what lapsed or has been kept long enough, with its pictures; how many. */
  async sweep(now: Date): Promise<number> {
    const over = await this.database.manager.find(CertificateCase, { where: { endsAt: LessThan(now) }, take: BATCH });
    for (const { id } of over) {
      await this.database.transaction(async (tx) => {
        await tx.delete(CertificateCase, { id });
        await this.storage.release(tx, PICTURES, id);
      });
    }
    return over.length;
  }
}
