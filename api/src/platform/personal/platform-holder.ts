import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { AuditEntry } from '../audit/index.js';
import { IdempotencyRecord } from '../idempotency/index.js';
import { Device, Session, Sessions } from '../session/index.js';
import { StoredPicture, Upload } from '../storage/index.js';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from './personal-data.js';

/** What the platform itself holds of someone: sessions, pictures, answers to repeat, and the audit log. */
@Injectable()
export class PlatformHolder implements Holder {
  readonly feature = 'platform';
  readonly ground = true;
  readonly tables = ['session', 'device', 'file', 'upload', 'idempotency', 'audit_entry'];

  constructor(
    private readonly sessions: Sessions,
    personalData: PersonalData,
  ) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { accountId }: DataSubject): Promise<Holding[]> {
    return [
      { key: 'picture', count: await manager.countBy(StoredPicture, { accountId }) },
      { key: 'session', count: await manager.countBy(Session, { accountId, revokedAt: IsNull() }) },
      { key: 'device', count: await manager.countBy(Device, { accountId }) },
      { key: 'audit', count: await manager.count(AuditEntry, { where: [{ accountId }, { about: accountId }] }) },
    ];
  }

  async export(manager: EntityManager, { accountId }: DataSubject): Promise<Record<string, unknown>> {
    const pictures = await manager.findBy(StoredPicture, { accountId });
    const uploads = await manager.findBy(Upload, { accountId });
    const sessions = await manager.findBy(Session, { accountId });
    const entries = await manager.find(AuditEntry, { where: [{ accountId }, { about: accountId }], order: { id: 'ASC' } });
    return {
      pictures: pictures.map(({ id, width, height, createdAt }) => ({ address: `/api/files/${id}`, width, height, createdAt })),
      uploads: uploads.map(({ bytes, received, touchedAt }) => ({ bytes, received, touchedAt })),
      sessions: sessions.map(({ createdAt, seenAt, revokedAt, deviceName }) => ({ createdAt, seenAt, revokedAt, deviceName })),
      audit: entries.map((entry) => ({
        at: entry.at,
        byMe: entry.accountId === accountId,
        action: entry.action,
        subject: entry.subject,
        detail: entry.detail,
      })),
    };
  }

  /**
   * The audit log stays for its term: it holds ids, no name and no number (law: audit logs ≥6 months). Pictures that belong to
   * something go with it; those that belong to nothing go with their sweep, and nobody else could ever see them. So do those on
   * their way, with the next one.
   */
  async erase(tx: EntityManager, { accountId, now }: Erasing): Promise<void> {
    await this.sessions.revokeAll(tx, accountId, now);
    await tx.delete(Device, { accountId });
    await tx.delete(IdempotencyRecord, { accountId });
    await tx.update(Upload, { accountId }, { state: 'dropped', touchedAt: new Date(0) });
  }
}
