import { Inject, Injectable } from '@nestjs/common';
import WechatApi from 'co-wechat-api';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Clock } from '../platform/clock/index.js';
import { faultOf, WechatFault } from './outcome.js';

const TIMEOUT = 10_000;
/** A token is dropped this long before WeChat says it ends; stable_token renews 5 minutes early. */
const MARGIN = 60_000;

interface Token {
  readonly accessToken: string;
  readonly expireTime: number;
}

type Body = Readonly<Record<string, unknown>>;

/** Calls the Official Account's API with a stable token of our own. Throws WechatFault alone. */
@Injectable()
export class WechatClient {
  private readonly api: WechatApi;
  private token: Token | null = null;
  private refreshing: Promise<Token> | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {
    // The fifth argument leaves the token to us: the library has no stable_token, no lock and ignores 40014.
    this.api = new WechatApi(config.WECHAT_APP_ID, config.WECHAT_APP_SECRET, () => this.currentToken(), () => Promise.resolve(), true);
    this.api.prefix = `${config.WECHAT_API_BASE}/cgi-bin/`;
    this.api.snsPrefix = `${config.WECHAT_API_BASE}/sns/`;
    this.api.setOpts({ timeout: TIMEOUT });
  }

  /** POST with the token in the query, as WeChat wants it. */
  post(path: string, body: Body): Promise<Record<string, unknown>> {
    return this.withToken((token) => this.send(`${path}?access_token=${token}`, body));
  }

  /** GET with the token in the query. */
  get(path: string): Promise<Record<string, unknown>> {
    return this.withToken((token) => this.send(`${path}?access_token=${token}`));
  }

  /** Publishes the account's menu. */
  async createMenu(menu: Body): Promise<void> {
    await this.withToken(() => this.api.createMenu(menu));
  }

  /** A refused token is dropped only if it is the one that failed, renewed once, and the call repeated once. */
  private async withToken<T>(call: (token: string) => Promise<T>): Promise<T> {
    const first = await this.currentToken();
    try {
      return await call(first.accessToken);
    } catch (error) {
      const fault = faultOf(error);
      if (fault.reaction !== 'refresh-token') throw fault;
      if (this.token?.accessToken === first.accessToken) this.token = null;
    }
    try {
      return await call((await this.currentToken()).accessToken);
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** However many callers wait, one asks. */
  private async currentToken(): Promise<Token> {
    if (this.token && this.token.expireTime > this.clock.now().getTime()) return this.token;
    this.refreshing ??= this.fetchToken().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  private async fetchToken(): Promise<Token> {
    const answer = await this.send('cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: this.config.WECHAT_APP_ID,
      secret: this.config.WECHAT_APP_SECRET,
    });
    if (typeof answer.access_token !== 'string') throw new WechatFault('MALFORMED', 'retry');
    this.token = { accessToken: answer.access_token, expireTime: this.clock.now().getTime() + Number(answer.expires_in) * 1000 - MARGIN };
    return this.token;
  }

  private async send(path: string, body?: Body): Promise<Record<string, unknown>> {
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, data: JSON.stringify(body) };
    try {
      return await this.api.request(`${this.config.WECHAT_API_BASE}/${path}`, body && json);
    } catch (error) {
      throw faultOf(error);
    }
  }
}
