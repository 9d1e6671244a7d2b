import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type EntityManager, IsNull, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import { WARN_BEFORE } from '@wuye/shared/appointment';
import type { Grant } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Appointment } from '../identity/index.js';
import { Audit } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database } from '../platform/database/index.js';
import { safeError } from '../platform/log/index.js';
import { OfficeBook } from './book.js';
import { OfficeNotices } from './notices.js';

/** How many at a time; the rest an hour later. */
const BATCH = 500;
const NOBODY = { accountId: 'system' };

/** 任期届满: offices end by themselves, and those above are told thirty days before. Several instances may do it side by side. */
@Injectable()
export class Terms {
  private readonly log = new Logger('terms');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly communities: Communities,
    private readonly book: OfficeBook,
    private readonly notices: OfficeNotices,
    private readonly audit: Audit,
  ) {}

  @Interval(3_600_000)
  async tick(): Promise<void> {
    try {
      await this.run(this.clock.now());
    } catch (error) {
      const { message, stack } = safeError(error);
      this.log.error(message, stack);
    }
  }

  /** How many offices ended, and of how many those above were told. */
  async run(now: Date): Promise<{ ended: number; warned: number; expired: number }> {
    const { manager } = this.database;
    const where = { endedAt: IsNull() };
    const over = await manager.find(Appointment, { where: { ...where, termEndsAt: LessThanOrEqual(now) }, take: BATCH });
    const late = await manager.find(Appointment, {
      where: { ...where, personId: IsNull(), seat: Not(IsNull()), takeUpUntil: LessThanOrEqual(now) },
      take: BATCH,
    });
    const soon = await manager.find(Appointment, {
      where: { ...where, termWarnedAt: IsNull(), termEndsAt: LessThanOrEqual(new Date(now.getTime() + WARN_BEFORE)) },
      take: BATCH,
    });
    const counts = { ended: 0, warned: 0, expired: 0 };
    for (const row of over) if (await this.end(row, now)) counts.ended += 1;
    for (const row of soon) if ((row.termEndsAt as Date) > now && (await this.warn(row, now))) counts.warned += 1;
    for (const row of late) if (await this.book.end(manager, row.id, { endedAt: now, endedBy: null, endReason: 'expired' })) counts.expired += 1;
    return counts;
  }

  private end(row: Appointment, now: Date): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await this.book.end(tx, row.id, { endedAt: row.termEndsAt, endedBy: null, endReason: 'term' }))) return false;
      await this.notices.ended(tx, row, row.personId, await this.placeOf(tx, row), now);
      await this.audit.record(tx, { now, who: NOBODY }, 'appointment.term', `appointment:${row.id}`);
      return true;
    });
  }

  /** The street office of the community; where nobody serves there, the district. */
  private warn(row: Appointment, now: Date): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const { affected } = await tx.update(Appointment, { id: row.id, termWarnedAt: IsNull(), termEndsAt: MoreThan(now) }, { termWarnedAt: now });
      if (affected !== 1) return false;
      const { name, streetCode, districtCode } = await this.communities.everById(tx, row.scopeId);
      const above: Grant[] = [
        ...(streetCode ? [{ role: 'street_officer', scopeType: 'street', scopeId: streetCode } as const] : []),
        { role: 'district_officer', scopeType: 'district', scopeId: districtCode },
      ];
      await this.notices.aboutToEnd(tx, row, name, above, now);
      return true;
    });
  }

  private async placeOf(tx: EntityManager, { scopeType, scopeId }: Appointment): Promise<string> {
    return scopeType === 'community' ? (await this.communities.everById(tx, scopeId)).name : '';
  }
}
