import { Injectable } from '@nestjs/common';
import { deliveryOf, type DeliveryStatus, fieldOf } from './inbound.js';
import { WechatInbox } from './inbox.js';

/** What WeChat says became of a template message. */
export interface DeliveryReport {
  /** As WeChat gave it when the message was sent. */
  readonly msgid: string;
  /** Whom it was sent to. */
  readonly openid: string;
  readonly status: DeliveryStatus;
  readonly at: Date;
}

/**
 * Takes reports in. The same may come twice, in any order, and two may contradict each other: `delivered` wins
 * (see `Outbox.report`). It answers the msgids that it does not know: a report may overtake the sender that is about to write
 * its msgid down, and comes again for a quarter of an hour.
 */
export type ReportHandler = (reports: readonly DeliveryReport[]) => Promise<readonly string[]>;

/** Gives WeChat's delivery reports to whoever sent the messages. */
@Injectable()
export class DeliveryReports {
  private take: ReportHandler | null = null;

  constructor(inbox: WechatInbox) {
    inbox.on(['TEMPLATESENDJOBFINISH'], async (events) => {
      // Without a taker they stay in wechat_event, done.
      if (!this.take) return [];
      const reports = events.map(({ id, openid, fields, at }) => ({
        id,
        msgid: fieldOf(fields, 'MsgID'),
        openid,
        status: deliveryOf(fieldOf(fields, 'Status')),
        at,
      }));
      const unknown = new Set(await this.take(reports.map(({ msgid, openid, status, at }) => ({ msgid, openid, status, at }))));
      return reports.filter(({ msgid }) => unknown.has(msgid)).map(({ id }) => id);
    });
  }

  /** Called once by the feature that sends. */
  useReports(take: ReportHandler): void {
    this.take = take;
  }
}
