import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThan, Not } from 'typeorm';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';
import { Storage } from '../platform/storage/index.js';
import { CertificateCases, PICTURES } from './cases.js';
import { CertificateCase } from './entities.js';

/** What an offline certificate holds of someone. */
@Injectable()
export class CertificateHolder implements Holder {
  readonly feature = 'certificate';
  readonly tables = ['certificate_case'];

  constructor(
    private readonly cases: CertificateCases,
    private readonly storage: Storage,
    personalData: PersonalData,
  ) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { accountId }: DataSubject): Promise<Holding[]> {
    return [{ key: 'certificate', count: await manager.countBy(CertificateCase, { accountId }) }];
  }

  async export(manager: EntityManager, { accountId }: DataSubject): Promise<Record<string, unknown>> {
    const found = await manager.find(CertificateCase, { where: { accountId }, order: { id: 'ASC' } });
    return { cases: await Promise.all(found.map(async (each) => ({ ...(await this.cases.view(manager, each)), subject: this.cases.subjectOf(each) }))) };
  }

  /** What was certified stays its year, without a name: a vote may stand on it. All else goes with its pictures. */
  async erase(tx: EntityManager, { accountId, until }: Erasing): Promise<void> {
    for (const { id } of await tx.findBy(CertificateCase, { accountId, state: Not('approved'), submittedAt: LessThan(until) })) {
      await tx.delete(CertificateCase, { id });
      await this.storage.release(tx, PICTURES, id);
    }
  }
}
