import http from 'node:http';
import https from 'node:https';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import WechatApi from 'co-wechat-api';
import { CONFIG, type Config } from '../platform/config/index.js';
import { WechatAlarms } from './alarms.js';
import { faultOf, reactionTo, WechatFault } from './outcome.js';
import { type Fetched, type SharedToken, SharedTokens } from './shared-token.js';
import { Wire } from './wire.js';

const TIMEOUT = 10_000;
const TOKEN = 'cgi-bin/stable_token';

type Body = Readonly<Record<string, unknown>>;
type Answer = Record<string, unknown>;

/** Calls the Official Account's API with a stable token that all instances share. Throws WechatFault for all that WeChat does. */
@Injectable()
export class WechatClient implements OnApplicationShutdown {
  private readonly api: WechatApi;
  private readonly agent: http.Agent;
  private readonly wire: Wire;
  private readonly token: SharedToken;
  /** Put together once for many calls that follow each other. */
  private last = { path: '', token: '', address: '' };

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly alarms: WechatAlarms,
    tokens: SharedTokens,
  ) {
    // The fifth argument leaves the token to us: the library has no stable_token, no lock and ignores 40014.
    this.api = new WechatApi(
      config.WECHAT_APP_ID,
      config.WECHAT_APP_SECRET,
      () => Promise.resolve(null),
      () => Promise.resolve(),
      true,
    );
    const { Agent } = config.WECHAT_API_BASE.startsWith('https:') ? https : http;
    // Together no more than the settings allow: most of them send messages, some are left for what people wait for.
    const aside = Math.max(1, Math.floor(config.WECHAT_CONNECTIONS / 8));
    this.agent = new Agent({ keepAlive: true, maxSockets: aside });
    this.api.setOpts({ timeout: TIMEOUT, agent: this.agent });
    this.wire = new Wire(config.WECHAT_API_BASE, Math.max(1, config.WECHAT_CONNECTIONS - aside), TIMEOUT);
    this.token = tokens.of(`access_token/${config.WECHAT_APP_ID}`, (force) => this.fetchToken(force));
  }

  /** After all rooms have ended what they were sending: a call cut off is one that may have been answered. */
  onApplicationShutdown(): void {
    this.agent.destroy();
    this.wire.close();
  }

  /** POST with the token in the query, as WeChat wants it. */
  post(path: string, body: Body): Promise<Answer> {
    return this.withToken(path, body);
  }

  /** The same for what goes out by the thousand: JSON as `byteText` gives it, by a wire of our own (see `Wire`). */
  postText(path: string, text: string): Promise<Answer> {
    return this.withToken(path, text);
  }

  /** GET with the token in the query; `path` may have a query of its own. */
  get(path: string): Promise<Answer> {
    return this.withToken(path);
  }

  /** The same for what the account has: where WeChat refuses it, an operator has to see to it, and what needed it waits. */
  async getOfAccount(path: string): Promise<Answer> {
    try {
      return await this.get(path);
    } catch (error) {
      throw await this.accountFault(error, path);
    }
  }

  /** Publishes the account's menu. */
  async createMenu(menu: Body): Promise<void> {
    await this.post('cgi-bin/menu/create', menu);
  }

  /** A refused token is dropped only if it is the one that failed, renewed once, and the call repeated once. */
  private async withToken(path: string, body?: Body | string): Promise<Answer> {
    const first = await this.token.current();
    try {
      return await this.send(path, first, body);
    } catch (error) {
      if (faultOf(error).reaction !== 'refresh-token') throw error;
    }
    await this.token.drop(first);
    try {
      return await this.send(path, await this.token.current(), body);
    } catch (error) {
      const fault = faultOf(error);
      // A fresh token refused: two systems renew the tokens of one account in turn.
      if (fault.reaction === 'refresh-token') await this.alarms.raise(fault, path, true);
      throw error;
    }
  }

  private async fetchToken(force: boolean): Promise<Fetched> {
    const { WECHAT_APP_ID: appid, WECHAT_APP_SECRET: secret } = this.config;
    const body = { grant_type: 'client_credential', appid, secret, ...(force && { force_refresh: true }) };
    const answer = await this.send(TOKEN, null, body).catch(async (error: unknown) => {
      throw await this.accountFault(error, TOKEN);
    });
    const { access_token: value, expires_in: expiresIn } = answer;
    if (typeof value !== 'string' || value === '' || !(Number(expiresIn) > 0)) throw malformed();
    return { value, expiresIn: Number(expiresIn) };
  }

  private async accountFault(error: unknown, path: string): Promise<WechatFault> {
    const fault = faultOf(error).ofAccount();
    await this.alarms.raise(fault, path);
    return fault;
  }

  private async send(path: string, token: string | null, body?: Body | string): Promise<Answer> {
    const address = this.addressOf(path, token);
    try {
      return await (typeof body === 'string' ? this.wire.post(address, body) : this.ask(address, body));
    } catch (error) {
      const fault = faultOf(error);
      await this.alarms.raise(fault, path);
      throw fault;
    }
  }

  private addressOf(path: string, token: string | null): string {
    if (token === null) return path;
    if (this.last.path !== path || this.last.token !== token) {
      this.last = { path, token, address: `${path}${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(token)}` };
    }
    return this.last.address;
  }

  private async ask(address: string, body?: Body): Promise<Answer> {
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, data: JSON.stringify(body) };
    const answer: unknown = await this.api.request(`${this.config.WECHAT_API_BASE}/${address}`, body && json);
    // The library gives a text or bytes for what is not JSON: a proxy's page is no success.
    if (typeof answer !== 'object' || answer === null || Buffer.isBuffer(answer) || Array.isArray(answer)) throw malformed();
    return answer as Answer;
  }
}

const malformed = (): WechatFault => new WechatFault('MALFORMED', reactionTo('MALFORMED'));
