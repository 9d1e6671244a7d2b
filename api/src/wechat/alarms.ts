import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, isDuplicate } from '../platform/database/index.js';
import { WechatAlarm } from './entities.js';
import type { WechatFault } from './outcome.js';

/** The same alarm is told of once in so long by an instance. */
const QUIET = 60_000;

/**
 * What an operator has to see to: one line in the log (`wechat.alarm <code> <path>`) and a row that every instance shares,
 * for a page. The row stands beside the log since logs lie scattered over instances; `/readyz` stays out of it, for a wrong
 * setting at WeChat is no reason to take the pages from everybody.
 */
@Injectable()
export class WechatAlarms {
  private readonly log = new Logger('wechat');
  private readonly told = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes note of a fault if it is one for operators, or `always`. Never throws: the call's own fault is what its caller
   * must get.
   */
  async raise(fault: WechatFault, call: string, always = false): Promise<void> {
    if (!fault.alarming && !always) return;
    await this.tell({ code: fault.code, path: call.split('?', 1)[0] ?? '', detail: fault.detail, means: fault.means });
  }

  /** Takes note of what an operator has to see to, of whichever provider. Never throws. */
  async tell({ code, path: call, detail, means }: { code: string; path: string; detail: string; means: string }): Promise<void> {
    const path = call.slice(0, 80);
    const now = this.clock.now();
    const key = `${code} ${path}`;
    if (now.getTime() - (this.told.get(key) ?? -Infinity) < QUIET) return;
    this.told.set(key, now.getTime());
    this.log.error(`wechat.alarm ${key}: ${means}${detail && ` (${detail})`}`);
    try {
      await this.keep({ code, path, detail: detail.slice(0, 160), firstAt: now, lastAt: now });
    } catch (error) {
      this.log.error(`wechat.alarm ${key} has no row: ${error instanceof Error ? error.name : 'unknown'}`);
    }
  }

  /** The alarms raised since an instant, the newest first. */
  since(instant: Date): Promise<WechatAlarm[]> {
    return this.database.manager
      .createQueryBuilder(WechatAlarm, 'alarm')
      .where('alarm.lastAt >= :instant', { instant })
      .orderBy('alarm.lastAt', 'DESC')
      .getMany();
  }

  private async keep(alarm: WechatAlarm): Promise<void> {
    const { code, path, detail, lastAt } = alarm;
    const again = async () => ((await this.database.manager.update(WechatAlarm, { code, path }, { detail, lastAt })).affected ?? 0) > 0;
    if (await again()) return;
    try {
      await this.database.manager.insert(WechatAlarm, alarm);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await again();
    }
  }
}
