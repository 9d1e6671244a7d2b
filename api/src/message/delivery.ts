import { Inject, Injectable } from '@nestjs/common';
import type { MessageKind } from '@wuye/shared/kit';
import { type KeywordType, shapeKeyword } from '@wuye/shared/message';
import { People } from '../identity/index.js';
import { Clock } from '../platform/clock/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { type Claimed, type Delivery, kindOf, Outbox, type Send } from '../platform/outbox/index.js';
import { DeliveryReports, faultOf, WechatTemplates } from '../wechat/index.js';

/** WeChat's codes for a person who does not want the account's messages, or may not get them. */
const REFUSED = new Set(['43101', '43116']);

/** A status that nobody understands is no proof that it arrived. */
const REPORTED = { delivered: 'delivered', blocked: 'refused', failed: 'failed', unknown: 'failed' } as const;

/** Shapes a kind's values to its keywords' limits: a value WeChat would refuse is never sent. */
export function keywordsOf(kind: MessageKind, data: Record<string, string>): { values: Record<string, string> } | { fault: string } {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(kind.keywords(data))) {
    const type = name.replace(/\d+$/, '') as KeywordType;
    const shaped = shapeKeyword({ type, value });
    if (shaped.value === null) return { fault: `KEYWORD_${shaped.code}:${name}` };
    values[name] = shaped.value;
  }
  return { values };
}

/** What all who get the same message share. */
type Content = { readonly template: string; readonly url: string; readonly data: Readonly<Record<string, string>> } | { readonly fault: string };

/** Sends the outbox's messages as WeChat template messages. */
@Injectable()
export class MessageDelivery {
  constructor(
    private readonly people: People,
    private readonly templates: WechatTemplates,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    outbox: Outbox,
    reports: DeliveryReports,
  ) {
    outbox.useDelivery((messages) => this.prepare(messages));
    reports.useReports(async (all) => {
      const accounts = await people.accountsOf(all.map(({ openid }) => openid));
      return outbox.report(all.map(({ msgid, openid, status, at }) => ({ msgid, at, recipient: accounts.get(openid) ?? null, state: REPORTED[status] })));
    });
  }

  /** Looks up all recipients of some messages at once, and shapes what one after the other is sent only once. */
  async prepare(messages: readonly Claimed[]): Promise<Send> {
    const openids = await this.people.openidsOf(messages.map(({ recipient }) => recipient));
    let last: { readonly kind: string; readonly data: string; readonly content: Content } | null = null;
    return (message) => {
      const { kind, data } = message;
      if (last?.data !== data || last.kind !== kind) last = { kind, data, content: this.contentOf(message) };
      return this.send(message, openids.get(message.recipient), last.content);
    };
  }

  private contentOf({ kind: name, data: text }: Claimed): Content {
    const kind = kindOf(name);
    if (!kind) return { fault: 'KIND_UNKNOWN' };
    const data = JSON.parse(text) as Record<string, string>;
    const shaped = keywordsOf(kind, data);
    return 'fault' in shaped ? shaped : { template: kind.template, url: `${this.config.PUBLIC_URL}/h5${kind.link(data)}`, data: shaped.values };
  }

  private async send({ id, attempts }: Claimed, openid: string | undefined, content: Content): Promise<Delivery> {
    if ('fault' in content) return { failed: content.fault };
    if (!openid) return { failed: 'NO_ACCOUNT' };
    try {
      return { sent: await this.templates.send({ ...content, openid, clientMessageId: id }) };
    } catch (error) {
      const fault = faultOf(error);
      const at = fault.retryAfter(this.clock.now(), fault.forAll ? 1 : attempts);
      if (!at) return REFUSED.has(fault.code) ? { refused: fault.code } : { failed: fault.code };
      if (fault.reaction === 'hold') return { held: fault.code, until: at };
      return fault.forAll ? { parked: fault.code, until: at } : { retry: fault.code, at, lost: fault.uncertain };
    }
  }
}
