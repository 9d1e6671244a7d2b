import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { ConsentDocument, ConsentView } from '@wuye/shared/privacy';
import { Database, newId } from '../platform/database/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Consent } from './entities.js';

/** What people agreed to, by the version of the text (个人信息保护法 14: consent can be shown to have been given). */
@Injectable()
export class Consents {
  constructor(private readonly database: Database) {}

  /** Records consent to a text by its version. */
  async give(tx: EntityManager, { who, now }: SignedIn, document: ConsentDocument, version: string): Promise<void> {
    await tx.insert(Consent, { id: newId(now), accountId: who.accountId, document, version, at: now, withdrawnAt: null });
  }

  /** Newest first; one that was given several times is listed once, since its first time. */
  async mine({ who }: SignedIn): Promise<ConsentView[]> {
    const rows = await this.database.manager.find(Consent, { where: { accountId: who.accountId }, order: { at: 'ASC', id: 'ASC' } });
    const views = new Map<string, ConsentView>();
    for (const { document, version, at, withdrawnAt } of rows) {
      const key = `${document} ${version}`;
      const before = views.get(key);
      const standing = before !== undefined && before.withdrawnAt === null;
      if (!standing) views.set(key, { document, version, at: at.toISOString(), withdrawnAt: withdrawnAt?.toISOString() ?? null });
    }
    return [...views.values()].sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  /** False when there was nothing to take back. */
  async withdraw(tx: EntityManager, { who, now }: SignedIn, document: ConsentDocument): Promise<boolean> {
    const { affected } = await tx.update(Consent, { accountId: who.accountId, document, withdrawnAt: IsNull() }, { withdrawnAt: now });
    return (affected ?? 0) > 0;
  }
}
