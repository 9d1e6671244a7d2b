import { Injectable } from '@nestjs/common';
import { WechatClient } from './client.js';
import { faultOf, WechatFault } from './outcome.js';

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

/** Sends template messages; knows templates by title, for ids differ from account to account. */
@Injectable()
export class WechatTemplates {
  private ids: Promise<Map<string, string>> | null = null;

  constructor(private readonly client: WechatClient) {}

  /** Answers WeChat's message id, as text for it exceeds 2^53. Throws WechatFault. */
  async send(message: TemplateMessage): Promise<string> {
    const id = (await this.templateIds()).get(message.template);
    if (!id) {
      this.ids = null; // The operator may add it at any time.
      throw new WechatFault('TEMPLATE_MISSING', 'retry');
    }
    const answer = await this.post(id, message);
    // Without its id a message can't be told from its delivery report; asking again is safe, by the client's id.
    if (answer.msgid === undefined || answer.msgid === null) throw new WechatFault('MALFORMED', 'retry');
    return String(answer.msgid);
  }

  private async post(id: string, message: TemplateMessage): Promise<Record<string, unknown>> {
    try {
      return await this.client.post('cgi-bin/message/template/send', {
        touser: message.openid,
        template_id: id,
        url: message.url,
        client_msg_id: message.clientMessageId,
        data: Object.fromEntries(Object.entries(message.data).map(([name, value]) => [name, { value }])),
      });
    } catch (error) {
      const fault = faultOf(error);
      if (fault.code !== '40037') throw fault;
      this.ids = null; // The template was taken away, and perhaps made anew under another id.
      throw new WechatFault(fault.code, 'retry');
    }
  }

  private templateIds(): Promise<Map<string, string>> {
    this.ids ??= this.fetchIds().catch((error: unknown) => {
      this.ids = null;
      throw error;
    });
    return this.ids;
  }

  private async fetchIds(): Promise<Map<string, string>> {
    const { template_list: list } = await this.client.get('cgi-bin/template/get_all_private_template');
    const templates = Array.isArray(list) ? (list as { title: string; template_id: string }[]) : [];
    return new Map(templates.map(({ title, template_id: id }) => [title, id]));
  }
}
