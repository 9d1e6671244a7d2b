import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { Context } from '../platform/http/index.js';
import { Sessions } from '../platform/session/index.js';
import { WechatFault, WechatOAuth } from '../wechat/index.js';
import { Accounts } from './accounts.js';
import { problem } from './problems.js';

const HOME = '/h5/';
/** A path of the H5 and nothing else: a redirect never leaves our own site. */
const RETURN = /^\/h5\/[\w\-./~%?=&+:@]*$/;
/** Codes of a used, unknown or old authorization code: the back button replays one. */
const REPLAYED = new Set(['40029', '40163', '42003', '41008']);

/** Signing in by WeChat's redirects. */
@Injectable()
export class SignIn {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly oauth: WechatOAuth,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Where to send a browser that wants `to`: there at once when it is signed in, else to WeChat. */
  async start({ http, now }: Context, to = HOME): Promise<string> {
    // Browsers take %2e for a dot, so it climbs out of /h5 as well.
    const returnTo = RETURN.test(to) && !/\.\.|%2e/i.test(to) ? to : HOME;
    if (await this.sessions.find(http.request, now)) return returnTo;
    const state = await this.sessions.begin(http.request, http.reply, returnTo, now);
    return this.oauth.authorizeUrl(`${this.config.PUBLIC_URL}/api/session/callback`, state);
  }

  /** Takes WeChat's answer; gives the clean address to go on to. */
  async finish(context: Context, { code, state }: { code?: string | undefined; state?: string | undefined }): Promise<string | Problem> {
    const { http, now } = context;
    const taken = state ? await this.sessions.take(http.request, state, now) : null;
    // The back button brings people here again: whoever is signed in goes on.
    if (!taken) return (await this.sessions.find(http.request, now)) ? HOME : problem('SESSION.STATE_INVALID');
    if (!code) return problem('SESSION.CODE_INVALID');
    const visitor = await this.oauth.exchange(code);
    if (visitor instanceof WechatFault) return problem(REPLAYED.has(visitor.code) ? 'SESSION.CODE_INVALID' : 'SESSION.WECHAT_AWAY');
    if (visitor.snapshot) return problem('SESSION.SNAPSHOT_USER');
    await this.sessions.open(http.reply, await this.accounts.idOf(visitor.openid), now);
    return taken.returnTo;
  }
}
