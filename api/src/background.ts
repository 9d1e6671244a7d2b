import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SmsFallback } from './message/index.js';
import { Clock } from './platform/clock/index.js';
import { safeError } from './platform/log/index.js';
import { Outbox } from './platform/outbox/index.js';
import { Storage } from './platform/storage/index.js';
import { Sweeps } from './platform/sweeps/index.js';
import { WechatInbox } from './wechat/index.js';

/** What goes on without anyone asking. Each job may run on several instances at once. */
@Injectable()
export class Background {
  private readonly log = new Logger('background');

  constructor(
    private readonly outbox: Outbox,
    private readonly sms: SmsFallback,
    private readonly storage: Storage,
    private readonly inbox: WechatInbox,
    private readonly sweeps: Sweeps,
    private readonly clock: Clock,
  ) {}

  @Interval(1_000)
  sendMessages(): Promise<void> {
    return this.guard('messages', () => this.outbox.drain());
  }

  @Interval(1_000)
  sendSms(): Promise<void> {
    return this.guard('sms', () => this.sms.drain());
  }

  @Interval(1_000)
  workEvents(): Promise<void> {
    return this.guard('events', () => this.inbox.work());
  }

  @Interval(3_600_000)
  sweepEvents(): Promise<void> {
    return this.guard('old events', () => this.inbox.sweep(this.clock.now()));
  }

  @Interval(3_600_000)
  sweepFiles(): Promise<void> {
    return this.guard('files', () => this.storage.sweep(this.clock.now()));
  }

  @Interval(3_600_000)
  sweepRows(): Promise<void> {
    return this.guard('old rows', () => this.sweeps.run(this.clock.now()));
  }

  /** A job that fails is told of and tried again at its next turn; it never ends the process. */
  private async guard(name: string, job: () => Promise<unknown>): Promise<void> {
    try {
      await job();
    } catch (error) {
      const { message, stack } = safeError(error);
      this.log.error(`${name}: ${message}`, stack);
    }
  }
}
