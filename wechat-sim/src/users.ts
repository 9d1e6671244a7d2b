import type { FastifyInstance } from 'fastify';
import type { Person } from './people.js';
import type { SimState } from './state.js';
import { Failure, wire, type Answer } from './wire.js';

const PAGE = 10_000;
const BATCH = 100;

function followers(state: SimState, next: string): Answer {
  if (next && !state.people.byOpenid(next)) return new Failure(40003);
  let total = 0;
  for (const person of state.people.after()) if (state.isSubscribed(person)) total += 1;
  const openid: string[] = [];
  for (const person of state.people.after(next || undefined)) {
    if (!state.isSubscribed(person)) continue;
    openid.push(person.openid);
    if (openid.length === PAGE) break;
  }
  return { total, count: openid.length, ...(openid.length > 0 && { data: { openid } }), next_openid: openid.at(-1) ?? '' };
}

/** Nickname and picture are no longer told; who does not follow is told nothing of at all. */
function info(state: SimState, person: Person, language: string): Record<string, unknown> {
  if (!state.isSubscribed(person)) return { subscribe: 0, openid: person.openid };
  const follow = state.follows.get(person.openid);
  return {
    subscribe: 1,
    openid: person.openid,
    language,
    subscribe_time: Math.floor((follow?.at ?? state.startedAt) / 1000),
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: follow?.scene ? 'ADD_SCENE_QR_CODE' : 'ADD_SCENE_SEARCH',
    qr_scene: follow?.scene && /^\d+$/.test(follow.scene) ? Number(follow.scene) : 0,
    qr_scene_str: follow?.scene ?? '',
  };
}

function batch(state: SimState, list: unknown): Answer {
  if (!Array.isArray(list) || list.length === 0 || list.length > BATCH) return new Failure(40032);
  const found: Record<string, unknown>[] = [];
  for (const each of list as { openid?: unknown; lang?: unknown }[]) {
    const person = state.people.byOpenid(each?.openid);
    if (!person) return new Failure(40003);
    found.push(info(state, person, typeof each.lang === 'string' ? each.lang : 'zh_CN'));
  }
  return { user_info_list: found };
}

/** Routes: who follows, and what WeChat tells about one of them. */
export function registerUsers(app: FastifyInstance, state: SimState): void {
  const guarded = true;
  wire(app, state, { method: 'GET', path: '/cgi-bin/user/get', guarded, handle: ({ query }) => followers(state, query['next_openid'] ?? '') });
  wire(app, state, {
    method: 'GET',
    path: '/cgi-bin/user/info',
    guarded,
    handle: ({ query }) => {
      const person = state.people.byOpenid(query['openid']);
      return person ? info(state, person, query['lang'] ?? 'zh_CN') : new Failure(query['openid'] ? 40003 : 41009);
    },
  });
  wire(app, state, { method: 'POST', path: '/cgi-bin/user/info/batchget', guarded, handle: ({ body }) => batch(state, body['user_list']) });
}
