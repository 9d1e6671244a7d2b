import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Vault } from '../platform/crypto/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { Context } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { Devices, Sessions } from '../platform/session/index.js';
import { WechatFault, WechatOAuth } from '../wechat/index.js';
import { Accounts } from './accounts.js';
import { problem } from './problems.js';

const HOME = '/h5/';
/** A path of the H5 and nothing else: a redirect never leaves our own site. */
const RETURN = /^\/h5\/[\w\-./~%?=&+:@]*$/;
/** Codes of a used, unknown or old authorization code: the back button replays one. */
const REPLAYED = new Set(['40029', '40163', '42003', '41008']);

/** Marks the address to return to while a second try is under way; no path begins so. */
const AGAIN = '!';
/** Sign-ins begun an hour from one address (ours): thousands of phones may stand behind a carrier's. */
const PER_ADDRESS = { most: 3_000, within: 3_600_000 };

/** Signing in by WeChat's redirects. */
@Injectable()
export class SignIn {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly devices: Devices,
    private readonly oauth: WechatOAuth,
    private readonly limits: Limits,
    private readonly vault: Vault,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Where to send a browser that wants `to`: there at once when it is signed in, else to WeChat. */
  async start({ http, now, address }: Context, { to = HOME, again }: { to?: string | undefined; again?: '1' | undefined }): Promise<string | Problem> {
    // Browsers take %2e for a dot, so it climbs out of /h5 as well.
    const returnTo = RETURN.test(to) && !/\.\.|%2e/i.test(to) ? to : HOME;
    if (await this.sessions.find(http.request, now)) return returnTo;
    if (await this.limits.take(`sign-in:${this.vault.index('sms_code.address', address)}`, PER_ADDRESS, now)) return platformProblem('REQUEST.TOO_MANY');
    const state = await this.sessions.begin(http.request, http.reply, again ? AGAIN + returnTo : returnTo, now);
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
    if (visitor instanceof WechatFault) return this.refused(visitor, taken.returnTo);
    if (visitor.snapshot) return problem('SESSION.SNAPSHOT_USER');
    const accountId = await this.accounts.idOf(visitor.openid);
    await this.sessions.open(http.reply, accountId, now, await this.devices.meet(http.request, http.reply, accountId, now));
    return taken.returnTo.replace(AGAIN, '');
  }

  /** A code that is used or too old is worth one more try, without the person; a second refusal is told. */
  private refused({ code }: WechatFault, returnTo: string): string | Problem {
    if (!REPLAYED.has(code)) return problem('SESSION.WECHAT_AWAY');
    if (returnTo.startsWith(AGAIN)) return problem('SESSION.CODE_INVALID');
    return `/api/session/start?${new URLSearchParams({ to: returnTo, again: '1' }).toString()}`;
  }
}
