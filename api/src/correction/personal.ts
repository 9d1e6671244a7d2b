import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThan } from 'typeorm';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';
import { Storage } from '../platform/storage/index.js';
import { Corrections, PICTURES, rowOf } from './corrections.js';
import { Correction } from './entities.js';

/** What a correction holds of someone. */
@Injectable()
export class CorrectionHolder implements Holder {
  readonly feature = 'correction';
  readonly tables = ['correction'];

  constructor(
    private readonly corrections: Corrections,
    private readonly storage: Storage,
    personalData: PersonalData,
  ) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { accountId }: DataSubject): Promise<Holding[]> {
    return [{ key: 'correction', count: await manager.countBy(Correction, { accountId }) }];
  }

  async export(manager: EntityManager, { accountId }: DataSubject): Promise<Record<string, unknown>> {
    const found = await manager.find(Correction, { where: { accountId }, order: { id: 'ASC' } });
    return { corrections: found.map((each) => ({ ...rowOf(each), ...this.corrections.wordsOf(each), subject: this.corrections.subjectOf(each) })) };
  }

  async erase(tx: EntityManager, { accountId, until }: Erasing): Promise<void> {
    for (const { id } of await tx.findBy(Correction, { accountId, submittedAt: LessThan(until) })) {
      await tx.delete(Correction, { id });
      await this.storage.release(tx, PICTURES, id);
    }
  }
}
