import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatDue, formatTemplateTime } from '@wuye/shared/calendar';
import { clockTitles } from '@wuye/shared/policy';
import { Communities } from '../community/index.js';
import { Vault } from '../platform/crypto/index.js';
import { insertRows, newId } from '../platform/database/index.js';
import type { Rules } from '../policy/index.js';
import { ClockRows } from './clock-rows.js';
import { type Complaint, type ComplaintClock, ComplaintEvent } from './entities.js';
import { officesAt } from './levels.js';
import { Notices } from './notices.js';

/** What the owner reads when a clock runs again: until when now. */
export const runsWords = ({ clock, dueAt }: ComplaintClock): string => `${clockTitles[clock]}时限恢复计时，${formatDue(dueAt.getTime())} 前`;

/** A clock whose pause came to its longest: as it stood, and as it runs again. */
export interface RanOut {
  readonly complaint: Complaint;
  readonly rules: Rules;
  readonly paused: ComplaintClock;
  readonly clock: ComplaintClock;
}

/** A pause that ends by itself: at its longest, or with what the owner added. On the timeline, and told to the owner and to who must act again. */
@Injectable()
export class PauseEnds {
  constructor(
    private readonly rows: ClockRows,
    private readonly communities: Communities,
    private readonly vault: Vault,
    private readonly notices: Notices,
  ) {}

  /** With what the owner added, the clocks that waited for it run again. */
  async supplemented(tx: EntityManager, complaint: Complaint, now: Date): Promise<void> {
    if (complaint.pausedUntil === null) return;
    const running = await this.rows.runAgain(tx, complaint, { pauseGround: 'supplement' }, now);
    for (const clock of running) await this.line(tx, complaint, `收到补充，${runsWords(clock)}。`, now);
    if (running.length > 0) await this.rows.restand(tx, complaint, now);
  }

  /** Clocks whose pauses came to their longest: their rows are written. */
  async ranOut(tx: EntityManager, ended: readonly RanOut[], now: Date): Promise<void> {
    for (const { complaint, clock, paused, rules } of ended) {
      await this.rows.promised(tx, rules, complaint, paused, clock.dueAt);
      const eventId = await this.line(tx, complaint, `暂停到了最长时间，${runsWords(clock)}。`, now);
      const { name } = await this.communities.everById(tx, complaint.communityId);
      await this.notices.toOffices(tx, now, 'complaint.runs', complaint, name, eventId, officesAt(complaint), clock.dueAt);
      await this.rows.restand(tx, complaint, now);
    }
  }

  private async line(tx: EntityManager, complaint: Complaint, words: string, now: Date): Promise<string> {
    const id = newId(now);
    const by = { accountId: 'system', role: 'system' as const, actorName: '' };
    const said = this.vault.seal('complaint_event.words', words);
    const event: ComplaintEvent = { id, complaintId: complaint.id, at: now, kind: 'resumed', ...by, words: said, pictures: [], internal: false };
    await insertRows(tx, ComplaintEvent, [event]);
    await this.notices.toSubmitter(tx, now, 'complaint.resumed', complaint, id, { at: formatTemplateTime(now.getTime()) });
    return id;
  }
}
