import { Inject, Injectable } from '@nestjs/common';
import OAuth from 'wechat-oauth';
import { CONFIG, type Config } from '../platform/config/index.js';
import { WechatAlarms } from './alarms.js';
import { faultOf, type WechatFault } from './outcome.js';

const OPEN_HOST = 'https://open.weixin.qq.com';
const API_HOST = 'https://api.weixin.qq.com';
const EXCHANGE = 'sns/oauth2/access_token';

/** Who came back from WeChat's authorize page. */
export interface Visitor {
  readonly openid: string;
  /** A read-only snapshot with a made-up openid: never make an account of it. */
  readonly snapshot: boolean;
}

/** wechat-oauth, with its hard-coded hosts redirected by configuration. */
class RedirectedOAuth extends OAuth {
  constructor(private readonly config: Config) {
    // A person's token is of no use after the openid is known; the library would keep every one of them in memory.
    super(
      config.WECHAT_APP_ID,
      config.WECHAT_APP_SECRET,
      (_openid, callback) => callback(null, null),
      (_openid, _token, callback) => callback(null),
    );
    this.setOpts({ timeout: 10_000 });
  }

  override request(url: string, options: unknown, callback: unknown): void {
    super.request(url.replace(API_HOST, this.config.WECHAT_API_BASE), options, callback);
  }

  override getAuthorizeURL(redirect: string, state: string, scope: string): string {
    return super.getAuthorizeURL(redirect, state, scope).replace(OPEN_HOST, this.config.WECHAT_OPEN_BASE);
  }
}

/** Signing in through WeChat, silently (snsapi_base): a userinfo authorisation on page open would give snapshots. */
@Injectable()
export class WechatOAuth {
  private readonly oauth: RedirectedOAuth;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly alarms: WechatAlarms,
  ) {
    this.oauth = new RedirectedOAuth(config);
  }

  /** Where the browser goes to be known. */
  authorizeUrl(redirect: string, state: string): string {
    return this.oauth.getAuthorizeURL(redirect, state, 'snsapi_base');
  }

  /** Exchanges a one-time code. A fault's code is WeChat's: 40029 unknown, 40163 used, 42003 old. */
  exchange(code: string): Promise<Visitor | WechatFault> {
    return new Promise((resolve) => {
      this.oauth.getAccessToken(code, (error, result) => {
        if (error || typeof result?.data.openid !== 'string') {
          const fault = faultOf(error ?? { message: 'JSON' });
          return resolve(this.alarms.raise(fault, EXCHANGE).then(() => fault));
        }
        resolve({ openid: result.data.openid, snapshot: Number(result.data.is_snapshotuser) === 1 });
      });
    });
  }
}
