import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Audit } from '../platform/audit/index.js';
import { type Erasing, PersonalData } from '../platform/personal/index.js';
import { Account, Binding } from './entities.js';

/** Erasing someone, by whichever way they asked: in the app (注销), or in WeChat. */
@Injectable()
export class Erasures {
  constructor(
    private readonly personalData: PersonalData,
    private readonly audit: Audit,
  ) {}

  /**
   * Every feature lets go of the person, in one unit of work; the account stays as a bare number, for what was handled under it
   * must stay countable. Asked again, it finds nothing left to do.
   */
  async erase(tx: EntityManager, account: Account, action: string, terms: Pick<Erasing, 'now' | 'until' | 'gone'>): Promise<void> {
    const { id: accountId, personId, openid } = account;
    const before = personId === null ? 0 : await tx.countBy(Binding, { personId });
    await this.personalData.erase(tx, { accountId, personId, openid, ...terms });
    const left = personId === null ? 0 : await tx.countBy(Binding, { personId });
    await this.audit.record(tx, { now: terms.now, who: { accountId } }, action, `account:${accountId}`, { homes: before - left });
  }
}
