import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { differencesOf } from '@wuye/shared/certificate';
import { correctionDeadline, correctionKindNames, type correctionRoutes } from '@wuye/shared/correction';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, District, RegisterDesk } from '../community/index.js';
import { People, type Subject } from '../identity/index.js';
import { WorkingCalendar } from '../platform/calendar/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem } from '../platform/errors/index.js';
import { Outbox } from '../platform/outbox/index.js';
import type { Correction } from './entities.js';

type Tx = EntityManager;
type Input<Name extends keyof typeof correctionRoutes> = InputOf<(typeof correctionRoutes)[Name]>;
type Body = Input<'submitCorrection'>['body'];

/** Where a correction belongs, and who works there. */
@Injectable()
export class CorrectionGround {
  constructor(
    private readonly database: Database,
    private readonly communities: Communities,
    private readonly desk: RegisterDesk,
    private readonly people: People,
    private readonly outbox: Outbox,
    private readonly calendar: WorkingCalendar,
  ) {}

  /** The chosen community with its district, or the district alone. */
  async placeOf(tx: Tx, { communityId, districtCode, community }: Body): Promise<Pick<Correction, 'communityId' | 'districtCode' | 'community'> | null> {
    if (communityId) {
      const place = await this.communities.byId(tx, communityId);
      return isProblem(place) ? null : { communityId, districtCode: place.districtCode, community: place.name };
    }
    const known = districtCode !== null && (await tx.existsBy(District, { code: districtCode }));
    return known ? { communityId: null, districtCode, community } : null;
  }

  /** Communities by a part of their name, and the districts: what the form offers. Both are public. */
  async places({ query }: Input<'correctionPlaces'>) {
    const { manager } = this.database;
    const districts = await manager.find(District, { order: { code: 'ASC' } });
    const pattern = `%${query.q.replace(/[!%_]/g, (sign) => `!${sign}`)}%`;
    const rows = (
      query.q === ''
        ? []
        : await manager.query("SELECT id, name, district_code FROM community WHERE ended_at IS NULL AND name LIKE ? ESCAPE '!' ORDER BY name LIMIT 10", [
            pattern,
          ])
    ) as { id: string; name: string; district_code: string }[];
    const nameOf = (code: string) => districts.find((each) => each.code === code)?.name ?? '';
    return {
      communities: rows.map(({ id, name, district_code }) => ({ id, name, districtName: nameOf(district_code) })),
      districts: districts.map(({ code, name }) => ({ code, name })),
    };
  }

  /** True when the register holds a title of this person whose house the base data lacks. */
  async lacksHouse(tx: Tx, subject: Subject): Promise<boolean> {
    const rows = await this.desk.under(tx, subject.idNumber);
    return rows.some((row) => row.houseId === null && !differencesOf(subject, { ...row, house: null }).some(({ blocks }) => blocks));
  }

  /** Until when one that is submitted now is answered; null where the working calendar does not reach. */
  async dueAt(tx: Tx, now: Date): Promise<Date | null> {
    const { dueAt } = correctionDeadline(now.getTime(), await this.calendar.years(now, tx));
    return dueAt === null ? null : new Date(dueAt);
  }

  /** To the district's officers. */
  async tellClerks(tx: Tx, now: Date, { id, kind, community, communityId, districtCode }: Correction): Promise<void> {
    const holders = await this.people.holders(tx, [{ role: 'district_officer', scopeType: 'district', scopeId: districtCode }], now);
    const data = { id, title: correctionKindNames[kind], community, at: formatTemplateTime(now.getTime()) };
    const recipients = [...new Set(holders.map(({ recipient }) => recipient))];
    await this.outbox.add(
      tx,
      now,
      recipients.map((recipient) => ({ kind: 'correction.new', subject: `correction:${id}`, recipient, communityId, data })),
    );
  }
}
