import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type JsSdkConfig, jssdkSignature, signedUrl, wechatErrors, type wechatRoutes } from '@wuye/shared/wechat';
import type { InputOf } from '@wuye/shared/kit';
import { CONFIG, type Config } from '../platform/config/index.js';
import { type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { WechatClient } from './client.js';
import { reactionTo, WechatFault } from './outcome.js';
import { type Fetched, type SharedToken, SharedTokens } from './shared-token.js';

const problem = problemsOf(wechatErrors);

/** How often a page's word that WeChat refused is worth asking for the ticket anew (ours): one account, whoever says it. */
const RENEWAL = { most: 1, within: 10 * 60_000 };

/** A page of the H5 on our own host, or, in development, on a person's host of it. What a signature is for cannot be chosen by others. */
export function isOwnPage(page: string, { PUBLIC_URL, simulated }: Pick<Config, 'PUBLIC_URL' | 'simulated'>): boolean {
  // What a parser would take out or turn round is in no page's address.
  if (/[\s\\\p{Cc}]/u.test(page) || !URL.canParse(page)) return false;
  const [home, at] = [new URL(PUBLIC_URL), new URL(page)];
  const persons = simulated && home.hostname === 'localhost' && at.port === home.port && /^[a-z0-9-]+\.localhost$/.test(at.hostname);
  const plain = /^https?:$/.test(at.protocol) && at.username === '' && at.password === '';
  return plain && (at.host === home.host || persons) && at.pathname.startsWith('/h5/');
}

/** Signs pages for WeChat's JS-SDK. The ticket it takes is one for all instances. */
@Injectable()
export class JsSdk {
  private readonly ticket: SharedToken;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly client: WechatClient,
    private readonly limits: Limits,
    tokens: SharedTokens,
  ) {
    this.ticket = tokens.of(`jsapi_ticket/${config.WECHAT_APP_ID}`, () => this.fetchTicket());
  }

  /** What `wx.config` is given for a page of ours. */
  async sign({ now }: SignedIn, { body }: InputOf<typeof wechatRoutes.signPage>): Promise<JsSdkConfig | Problem> {
    const url = signedUrl(body.url);
    if (!isOwnPage(url, this.config)) return problem('WECHAT.URL_FOREIGN');
    try {
      const ticket = await this.goodTicket(body.refused, now);
      const [nonceStr, timestamp] = [randomBytes(16).toString('hex'), Math.floor(now.getTime() / 1000)];
      const { signature } = jssdkSignature({ ticket, noncestr: nonceStr, timestamp, url });
      return { appId: this.config.WECHAT_APP_ID, timestamp, nonceStr, signature, script: this.config.jssdkScript };
    } catch (error) {
      if (error instanceof WechatFault) return problem('WECHAT.AWAY');
      throw error;
    }
  }

  /** WeChat tells only the page that a ticket is no longer good. */
  private async goodTicket(refused: boolean, now: Date): Promise<string> {
    const ticket = await this.ticket.current();
    if (!refused || (await this.limits.take('wechat.ticket', RENEWAL, now))) return ticket;
    await this.ticket.drop(ticket);
    return this.ticket.current();
  }

  private async fetchTicket(): Promise<Fetched> {
    const { ticket: value, expires_in: expiresIn } = await this.client.get('cgi-bin/ticket/getticket?type=jsapi');
    if (typeof value !== 'string' || value === '' || !(Number(expiresIn) > 0)) throw new WechatFault('MALFORMED', reactionTo('MALFORMED'));
    return { value, expiresIn: Number(expiresIn) };
  }
}
