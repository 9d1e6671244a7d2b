import { Inject, Injectable } from '@nestjs/common';
import { features } from '@wuye/shared/features';
import type { MessageKind, MessageSlice } from '@wuye/shared/kit';
import { type KeywordType, shapeKeyword } from '@wuye/shared/message';
import { People } from '../identity/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { type Delivery, Outbox, type OutboxMessage } from '../platform/outbox/index.js';
import { faultOf, WechatTemplates } from '../wechat/index.js';

/** Every kind of message, collected from the features. */
export const messageKinds: MessageSlice = Object.assign({}, ...features.map(({ messages }) => messages ?? {})) as MessageSlice;

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

/** Sends the outbox's messages as WeChat template messages. */
@Injectable()
export class MessageDelivery {
  constructor(
    private readonly people: People,
    private readonly templates: WechatTemplates,
    @Inject(CONFIG) private readonly config: Config,
    outbox: Outbox,
  ) {
    outbox.useDelivery((message) => this.deliver(message));
  }

  /** One try at one message. */
  async deliver({ id, kind: name, recipient, data }: OutboxMessage): Promise<Delivery> {
    const kind = messageKinds[name];
    if (!kind) return { failed: 'KIND_UNKNOWN' };
    const shaped = keywordsOf(kind, data);
    if ('fault' in shaped) return { failed: shaped.fault };
    try {
      const openid = await this.people.openidOf(recipient);
      if (!openid) return { failed: 'NO_ACCOUNT' };
      const url = `${this.config.PUBLIC_URL}/h5${kind.link(data)}`;
      return { sent: await this.templates.send({ openid, template: kind.template, url, data: shaped.values, clientMessageId: id }) };
    } catch (error) {
      const { code, reaction } = faultOf(error);
      return reaction === 'never' ? { failed: code } : { retry: code };
    }
  }
}
