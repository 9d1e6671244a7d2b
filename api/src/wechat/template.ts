import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { WechatAlarms } from './alarms.js';
import { WechatClient } from './client.js';
import { faultOf, reactionTo, WechatFault } from './outcome.js';
import { byteText } from './wire.js';

/** A template message as our side knows it. */
export interface TemplateMessage {
  readonly openid: string;
  /** The template's title in the account. */
  readonly template: string;
  readonly url: string;
  readonly data: Readonly<Record<string, string>>;
  /** WeChat sends one message per person and id within ten minutes. */
  readonly clientMessageId: string;
}

interface Template {
  readonly id: string;
  readonly keywords: readonly string[];
  /** WeChat refused a message for keywords that are others by now. */
  changed: boolean;
}
type Known = ReadonlyMap<string, Template>;

const SEND = 'cgi-bin/message/template/send';
/** What the account has is not asked again before, however many messages find their template missing or changed. */
const QUIET = 5_000;

const sameKeywords = ({ keywords }: Template, data: object): boolean => {
  const ours = Object.keys(data);
  return ours.length === keywords.length && ours.every((each) => keywords.includes(each));
};

const usable = (template: Template | undefined): template is Template => template !== undefined && !template.changed;

/** Sends template messages; knows templates by title, for ids differ from account to account. */
@Injectable()
export class WechatTemplates {
  private known: Promise<Known> | null = null;
  private current: Known | null = null;
  private asked = -Infinity;
  /** What is alike in message after message of one notice is written as JSON once, a character for each byte. */
  private last: { readonly id: string; readonly url: string; readonly data: object; readonly text: string } | null = null;

  constructor(
    private readonly client: WechatClient,
    private readonly alarms: WechatAlarms,
    private readonly clock: Clock,
  ) {}

  /** Answers WeChat's message id, as text for it exceeds 2^53. Throws WechatFault. */
  async send(message: TemplateMessage): Promise<string> {
    let known = await this.templates();
    if (!usable(known.get(message.template))) {
      // The operator may have added or mended it; who looks a moment later looks at the same.
      if (this.clock.now().getTime() - this.asked >= QUIET) this.known = null;
      known = await this.templates();
    }
    const template = known.get(message.template);
    if (!usable(template)) throw await this.lacking(template ? 'TEMPLATE_CHANGED' : 'TEMPLATE_MISSING', message.template);
    const answer = await this.post(template, message, known);
    // Without its id a message can't be told from its delivery report; asking again is safe, by the client's id.
    if (answer.msgid === undefined || answer.msgid === null) throw new WechatFault('MALFORMED', 'retry');
    return String(answer.msgid);
  }

  private async post({ id }: Template, message: TemplateMessage, known: Known): Promise<Record<string, unknown>> {
    try {
      const who = `{"touser":${JSON.stringify(message.openid)},"client_msg_id":${JSON.stringify(message.clientMessageId)},`;
      return await this.client.postText(SEND, byteText(who) + this.contentOf(id, message));
    } catch (error) {
      throw await this.faultOf(faultOf(error), message, known);
    }
  }

  private contentOf(id: string, { url, data }: TemplateMessage): string {
    if (this.last?.data !== data || this.last.id !== id || this.last.url !== url) {
      const values = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, { value }]));
      this.last = { id, url, data, text: byteText(JSON.stringify({ template_id: id, url, data: values }).slice(1)) };
    }
    return this.last.text;
  }

  /** A value that breaks its keyword's limits is the message's own fault, unless the account's template has other keywords by now. */
  private async faultOf(fault: WechatFault, { template: title, data }: TemplateMessage, used: Known): Promise<WechatFault> {
    // No message of the account passes any more (its verification has lapsed): it is not this one's fault.
    if (fault.code === '48001') return fault.ofAccount();
    // The message has failed for a reason that nobody foresaw: somebody should look.
    if (fault.unknown) await this.alarms.raise(fault, SEND, true);
    if (fault.code !== '40037' && fault.code !== '47003') return fault;
    // Of many that fail at once the first looks again.
    if (this.current === used) this.known = null;
    // Taken away, and perhaps made anew under another id: the next try tells.
    if (fault.code === '40037') return new WechatFault(fault.code, 'retry');
    const template = (await this.templates()).get(title);
    if (template && sameKeywords(template, data)) return fault;
    if (template) template.changed = true;
    return this.lacking(template ? 'TEMPLATE_CHANGED' : 'TEMPLATE_MISSING', title);
  }

  /** Its messages wait, and the others go on. */
  private async lacking(code: 'TEMPLATE_MISSING' | 'TEMPLATE_CHANGED', title: string): Promise<WechatFault> {
    const fault = new WechatFault(code, reactionTo(code), title);
    await this.alarms.raise(fault, `${SEND} ${title}`);
    return fault;
  }

  private templates(): Promise<Known> {
    this.known ??= this.fetch().catch((error: unknown) => {
      this.known = null;
      throw error;
    });
    return this.known;
  }

  private async fetch(): Promise<Known> {
    this.asked = this.clock.now().getTime();
    const { template_list: list } = await this.client.getOfAccount('cgi-bin/template/get_all_private_template');
    const templates = Array.isArray(list) ? (list as { title: string; template_id: string; content?: string }[]) : [];
    this.current = new Map(templates.map(({ title, template_id: id, content = '' }) => [title, { id, keywords: keywordsIn(content), changed: false }]));
    return this.current;
  }
}

const keywordsIn = (content: string): string[] => [...content.matchAll(/\{\{(\w+)\.DATA\}\}/g)].map(([, name]) => name ?? '');
