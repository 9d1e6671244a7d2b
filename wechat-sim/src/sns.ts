import type { FastifyInstance } from 'fastify';
import { LimitedMap } from './bounded.js';
import { randomId } from './ids.js';
import type { Grant } from './oauth.js';
import type { SimState } from './state.js';
import { Failure, wire, type Answer, type Call } from './wire.js';

const LIFE = 7_200_000;
const REFRESH_LIFE = 30 * 86_400_000;

interface Held {
  grant: Grant;
  expiresAt: number;
}

/** The access and refresh tokens of single people: no relatives of the account's own. */
export class UserTokens {
  #access = new LimitedMap<string, Held>(5000);
  #refresh = new LimitedMap<string, Held>(5000);

  constructor(private readonly now: () => number) {}

  issue(grant: Grant, refresh = `90_r${randomId(60)}`): Answer {
    const access = `90_u${randomId(100)}`;
    this.#access.set(access, { grant, expiresAt: this.now() + LIFE });
    if (!this.#refresh.get(refresh)) this.#refresh.set(refresh, { grant, expiresAt: this.now() + REFRESH_LIFE });
    return {
      access_token: access,
      expires_in: LIFE / 1000,
      refresh_token: refresh,
      openid: grant.openid,
      scope: grant.scope,
      ...(grant.snapshot ? { is_snapshotuser: 1 } : {}),
    };
  }

  renew(refresh: string | undefined): Answer {
    if (!refresh) return new Failure(41003);
    const held = this.#refresh.get(refresh);
    if (!held) return new Failure(40030);
    return this.now() >= held.expiresAt ? new Failure(42002) : this.issue(held.grant, refresh);
  }

  /** The grant of this token for this openid; otherwise the errcode. */
  grant(token: string | undefined, openid: string | undefined): Grant | number {
    if (!token) return 41001;
    const held = this.#access.get(token);
    if (!held) return 40001;
    if (this.now() >= held.expiresAt) return 42001;
    if (!openid) return 41009;
    return held.grant.openid === openid ? held.grant : 40003;
  }
}

function exchange(state: SimState, { query }: Call): Answer {
  const { appid, secret, code, grant_type: kind } = query;
  if (!appid) return new Failure(41002);
  if (appid !== state.options.appId) return new Failure(40013);
  if (!secret) return new Failure(41004);
  if (secret !== state.options.appSecret) return new Failure(40125);
  if (!code) return new Failure(41008);
  if (kind !== 'authorization_code') return new Failure(40002);
  const grant = state.codes.redeem(code);
  return typeof grant === 'number' ? new Failure(grant) : state.userTokens.issue(grant);
}

function refresh(state: SimState, { query }: Call): Answer {
  if (!query['appid']) return new Failure(41002);
  if (query['appid'] !== state.options.appId) return new Failure(40013);
  if (query['grant_type'] !== 'refresh_token') return new Failure(40002);
  return state.userTokens.renew(query['refresh_token']);
}

function userinfo(state: SimState, { query }: Call): Answer {
  const grant = state.userTokens.grant(query['access_token'], query['openid']);
  if (typeof grant === 'number') return new Failure(grant);
  if (grant.scope !== 'snsapi_userinfo') return new Failure(48001);
  const nickname = grant.snapshot ? '微信用户' : (state.people.bySlug(grant.slug)?.nickname ?? '微信用户');
  return { openid: grant.openid, nickname, headimgurl: '', privilege: [] };
}

/** Routes: what the server asks after the browser came back with a code. */
export function registerSns(app: FastifyInstance, state: SimState): void {
  const get = (path: string, handle: (call: Call) => Answer): void => wire(app, state, { method: 'GET', path, family: 'sns', handle });
  get('/sns/oauth2/access_token', (call) => exchange(state, call));
  get('/sns/oauth2/refresh_token', (call) => refresh(state, call));
  get('/sns/userinfo', (call) => userinfo(state, call));
  get('/sns/auth', ({ query }) => {
    const grant = state.userTokens.grant(query['access_token'], query['openid']);
    return typeof grant === 'number' ? new Failure(grant) : { errcode: 0, errmsg: 'ok' };
  });
}
