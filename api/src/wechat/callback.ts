import { randomBytes, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { defineErrors } from '@wuye/shared/kit';
import { CONFIG, type Config } from '../platform/config/index.js';
import { isProblem, type Problem, problemsOf } from '../platform/errors/index.js';
import { decryptMessage, encryptMessage, signatureOf, signedBy } from './cipher.js';
import { Greetings } from './greetings.js';
import { fieldOf, type Fields, inboundOf, readXml, writeXml } from './inbound.js';
import { WechatInbox } from './inbox.js';

/** How far a push's timestamp may be from our clock: WeChat repeats within a minute or two, and clocks differ a little. */
const FRESH = 10 * 60_000;

/** Outside the contract with the H5: only WeChat sees them, and whoever knocks. */
export const callbackErrors = defineErrors({
  'WECHAT.SIGNATURE_WRONG': { status: 403, title: '签名不正确。' },
  'WECHAT.STALE': { status: 403, title: '时间戳已过期。' },
  'WECHAT.UNREADABLE': { status: 400, title: '没有读懂推送的内容。' },
});
const problem = problemsOf(callbackErrors);

/** What stands in a push's address. */
export interface CallbackQuery {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly encrypt_type?: string | undefined;
  readonly msg_signature?: string | undefined;
}

/** A push that was proved to be WeChat's, for this account. */
interface Opened {
  readonly fields: Fields;
  /** With what a reply is closed; null for a plain push. */
  readonly sealing: { readonly token: string; readonly aesKey: string } | null;
}

/** WeChat's calls to us: proved, opened, stored, acknowledged. What follows from them is the inbox's. */
@Injectable()
export class WechatCallback {
  private readonly tokens: readonly string[];
  private readonly aesKeys: readonly string[];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly inbox: WechatInbox,
    private readonly greetings: Greetings,
  ) {
    const { WECHAT_TOKEN, WECHAT_TOKEN_PREVIOUS, WECHAT_AES_KEY, WECHAT_AES_KEY_PREVIOUS } = config;
    this.tokens = [WECHAT_TOKEN, ...(WECHAT_TOKEN_PREVIOUS ? [WECHAT_TOKEN_PREVIOUS] : [])];
    this.aesKeys = [WECHAT_AES_KEY, ...(WECHAT_AES_KEY_PREVIOUS ? [WECHAT_AES_KEY_PREVIOUS] : [])];
  }

  /** Null when the address was called by WeChat, just now. */
  refuses({ signature, timestamp, nonce }: CallbackQuery, now: Date): Problem | null {
    // The signature first: to whoever can't sign nothing else is told.
    if (!signedBy(this.tokens, [timestamp, nonce], signature)) return problem('WECHAT.SIGNATURE_WRONG');
    return Math.abs(Number(timestamp) * 1000 - now.getTime()) <= FRESH ? null : problem('WECHAT.STALE');
  }

  /** Takes a push in; the answer that WeChat gets. It throws when the push could not be stored: WeChat will repeat it. */
  async take(query: CallbackQuery, body: string, now: Date): Promise<string | Problem> {
    const opened = this.refuses(query, now) ?? this.open(query, body);
    if (isProblem(opened)) return opened;
    const inbound = inboundOf(opened.fields, now);
    await this.inbox.store(inbound, now);
    const text = this.greetings.answerTo(inbound);
    return text === null || inbound.openid === '' ? 'success' : this.reply(opened, text, now);
  }

  private open(query: CallbackQuery, body: string): Opened | Problem {
    const outer = readXml(body);
    if (!outer) return problem('WECHAT.UNREADABLE');
    const text = fieldOf(outer, 'Encrypt');
    // In plain mode the signature covers the moment and not the message, so elsewhere an unencrypted one proves nothing.
    if (!text) return this.config.WECHAT_CALLBACK_MODE === 'plain' ? { fields: outer, sealing: null } : problem('WECHAT.UNREADABLE');
    const token = signedBy(this.tokens, [query.timestamp, query.nonce, text], query.msg_signature ?? '');
    if (!token) return problem('WECHAT.SIGNATURE_WRONG');
    for (const aesKey of this.aesKeys) {
      const message = decryptMessage(aesKey, this.config.WECHAT_APP_ID, text);
      const fields = message === null ? null : readXml(message);
      if (fields) return { fields, sealing: { token, aesKey } };
    }
    return problem('WECHAT.UNREADABLE');
  }

  /** A text back to the sender, closed as the push was. */
  private reply({ fields, sealing }: Opened, text: string, now: Date): string {
    const seconds = Math.floor(now.getTime() / 1000);
    const message = writeXml({
      ToUserName: fieldOf(fields, 'FromUserName'),
      FromUserName: fieldOf(fields, 'ToUserName'),
      CreateTime: seconds,
      MsgType: 'text',
      Content: text,
    });
    if (!sealing) return message;
    const nonce = String(randomInt(100_000_000, 2_147_483_647));
    const encrypted = encryptMessage(sealing.aesKey, this.config.WECHAT_APP_ID, message, randomBytes(16));
    const signature = signatureOf([sealing.token, String(seconds), nonce, encrypted]);
    return writeXml({ Encrypt: encrypted, MsgSignature: signature, TimeStamp: seconds, Nonce: nonce });
  }
}
