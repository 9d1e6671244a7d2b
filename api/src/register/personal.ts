import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';

/** Who waits for the register's answer: a name and a number beside an application, which is what their owner sees of it. */
@Injectable()
export class RegisterHolder implements Holder {
  readonly feature = 'register';
  readonly tables = ['register_query'];

  constructor(personalData: PersonalData) {
    personalData.useHolder(this);
  }

  describe(): Promise<Holding[]> {
    return Promise.resolve([]);
  }

  export(): Promise<Record<string, unknown>> {
    return Promise.resolve({});
  }

  /** Before the applications go: they tell whose question it was. */
  async erase(tx: EntityManager, { accountId }: Erasing): Promise<void> {
    await tx.query('DELETE FROM register_query WHERE subject_id IN (SELECT id FROM binding_application WHERE account_id = ?)', [accountId]);
  }
}
