import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';
import { Authenticator } from './entities.js';

/** Someone's authenticator app: its secret is never shown again, not even to them. */
@Injectable()
export class SecurityHolder implements Holder {
  readonly feature = 'security';
  readonly tables = ['authenticator'];

  constructor(personalData: PersonalData) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { personId }: DataSubject): Promise<Holding[]> {
    return [{ key: 'authenticator', count: personId === null ? 0 : await manager.countBy(Authenticator, { personId }) }];
  }

  async export(manager: EntityManager, { personId }: DataSubject): Promise<Record<string, unknown>> {
    const found = personId === null ? null : await manager.findOneBy(Authenticator, { personId });
    return { authenticator: found && { createdAt: found.createdAt, activatedAt: found.activatedAt } };
  }

  async erase(tx: EntityManager, { personId }: Erasing): Promise<void> {
    if (personId !== null) await tx.delete(Authenticator, { personId });
  }
}
