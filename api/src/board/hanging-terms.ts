import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { hangingTimes } from '@wuye/shared/board';
import { formatTemplateTime, MINUTE } from '@wuye/shared/calendar';
import { People } from '../identity/index.js';
import { Database, insertRows, isDuplicate, isoInstant, sqlInstant } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Policies } from '../policy/index.js';
import { BoardHanging } from './entities.js';

/** How many rows a run takes on; the next one goes on. */
const BATCH = 200;

/** An edition of a community's poster, and from when its term runs. */
export interface Begun {
  readonly communityId: string;
  readonly edition: number;
  readonly from: Date;
}

interface Due {
  community_id: string;
  edition: number;
  due_at: unknown;
  name: string;
}

/** The terms of hanging: begun with the account and with each new code, dated by the city's calendar, and reminded of once. */
@Injectable()
export class HangingTerms {
  constructor(
    private readonly database: Database,
    private readonly policies: Policies,
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  /** A term as it would be written now. */
  async draft(manager: EntityManager, { communityId, edition, from }: Begun, now: Date): Promise<BoardHanging> {
    const { calendar } = await this.policies.rules(now, manager);
    const times = hangingTimes(from.getTime(), calendar);
    const dated = { dueAt: times && new Date(times.dueAt), remindAt: times && new Date(times.remindAt) };
    return { communityId, edition, fromAt: from, ...dated, remindedAt: null, hungAt: null, hungBy: null, pictures: [] };
  }

  /** Writes a term down; one that stands already stays as it is. */
  async begin(tx: EntityManager, begun: Begun, now: Date): Promise<void> {
    if (await tx.existsBy(BoardHanging, { communityId: begun.communityId, edition: begun.edition })) return;
    try {
      await insertRows(tx, BoardHanging, [await this.draft(tx, begun, now)]);
    } catch (error) {
      // Another instance wrote the same.
      if (!isDuplicate(error)) throw error;
    }
  }

  /** The job: may run on several instances at once. */
  async run(now: Date): Promise<void> {
    await this.beginMissing(now);
    await this.dateUndated(now);
    await this.remind(now);
  }

  /** Communities whose account was opened since the last run: a first manager took it up (惠州通知 三 “完成账号开通后”). The base data's import opens none. */
  private async beginMissing(now: Date): Promise<void> {
    const rows = (await this.database.manager.query(
      `SELECT c.id, c.poster_version FROM community c
       LEFT JOIN board_hanging h ON h.community_id = c.id AND h.edition = c.poster_version
       WHERE c.ended_at IS NULL AND h.community_id IS NULL AND EXISTS (SELECT 1 FROM appointment p WHERE p.scope_type = 'community' AND p.scope_id = c.id
         AND p.role = 'project_manager' AND p.person_id IS NOT NULL AND p.ended_at IS NULL) ORDER BY c.id LIMIT ${BATCH}`,
    )) as { id: string; poster_version: number }[];
    for (const { id, poster_version: edition } of rows) await this.begin(this.database.manager, { communityId: id, edition, from: now }, now);
  }

  /** Terms that the calendar reaches by now. */
  private async dateUndated(now: Date): Promise<void> {
    const { manager } = this.database;
    const rows = await manager.find(BoardHanging, { where: { dueAt: IsNull(), hungAt: IsNull() }, order: { communityId: 'ASC' }, take: BATCH });
    for (const { communityId, edition, fromAt } of rows) {
      const { dueAt, remindAt } = await this.draft(manager, { communityId, edition, from: fromAt }, now);
      if (dueAt) await manager.update(BoardHanging, { communityId, edition, dueAt: IsNull() }, { dueAt, remindAt });
    }
  }

  /** Tells the managers of what is due on the next working day and does not hang; each once. */
  private async remind(now: Date): Promise<void> {
    const rows = (await this.database.manager.query(
      `SELECT h.community_id, h.edition, h.due_at, c.name FROM board_hanging h
       JOIN community c ON c.id = h.community_id AND c.poster_version = h.edition
       WHERE h.reminded_at IS NULL AND h.remind_at <= ? AND h.hung_at IS NULL AND h.due_at > ? AND c.ended_at IS NULL
       ORDER BY h.remind_at LIMIT ${BATCH}`,
      [sqlInstant(now), sqlInstant(now)],
    )) as Due[];
    for (const row of rows) await this.database.transaction((tx) => this.remindOne(tx, row, now));
  }

  /** Whoever changes the row sends the message: of several instances one does. */
  private async remindOne(tx: EntityManager, { community_id: communityId, edition, due_at: due, name }: Due, now: Date): Promise<void> {
    const { affected } = await tx.update(BoardHanging, { communityId, edition, remindedAt: IsNull(), hungAt: IsNull() }, { remindedAt: now });
    if (affected !== 1) return;
    const holders = await this.people.holders(tx, [{ role: 'project_manager', scopeType: 'community', scopeId: communityId }], now);
    // The last minute that is in time: 24:00 is no time of a template.
    const last = Date.parse(isoInstant(due)) - MINUTE;
    const data = { id: communityId, edition: String(edition), community: name, due: formatTemplateTime(last) };
    const recipients = [...new Set(holders.map(({ recipient }) => recipient))];
    await this.outbox.add(
      tx,
      now,
      recipients.map((recipient) => ({ kind: 'board.remind', subject: `board:${communityId}-${edition}`, recipient, communityId, data })),
    );
  }
}
