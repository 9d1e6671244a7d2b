import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LimitedMap } from './bounded.js';
import { html, sendPage } from './html.js';
import { openidFrom, randomId } from './ids.js';
import { ownPageAddress, toPersonHost, whoIsAsking, type Asking } from './people.js';
import type { SimState } from './state.js';

const CODE_LIFE = 300_000;
const PENDING_LIFE = 600_000;
/** Ours: a login that goes in circles is stopped, as 10009 does. */
const PER_MINUTE = 120;
/** WeChat checks the authorisation link by a pattern: these names in this order. */
const ORDER = ['appid', 'redirect_uri', 'response_type', 'scope', 'state'];
const SCOPES = ['snsapi_base', 'snsapi_userinfo'];

/** What an authorisation gives: to whom, for what, and whether WeChat shows a snapshot only. */
export interface Grant {
  slug: string;
  openid: string;
  scope: string;
  snapshot: boolean;
}

interface Code {
  grant: Grant;
  expiresAt: number;
  used: boolean;
}

interface Pending {
  asking: Asking;
  redirect: string;
  state: string;
  expiresAt: number;
}

/** One-time codes and the consents that people have not answered yet. */
export class Codes {
  #codes = new LimitedMap<string, Code>(5000);
  #pending = new LimitedMap<string, Pending>(500);

  constructor(private readonly now: () => number) {}

  issue(grant: Grant): string {
    const code = `0${randomId(31)}`;
    this.#codes.set(code, { grant, expiresAt: this.now() + CODE_LIFE, used: false });
    return code;
  }

  /** The grant behind a code, once; otherwise the errcode. */
  redeem(value: string | undefined): Grant | number {
    if (!value) return 41008;
    const code = this.#codes.get(value);
    if (!code) return 40029;
    if (code.used) return 40163;
    if (this.now() >= code.expiresAt) return 42003;
    code.used = true;
    return code.grant;
  }

  wait(pending: Omit<Pending, 'expiresAt'>): string {
    const ticket = randomId(24);
    this.#pending.set(ticket, { ...pending, expiresAt: this.now() + PENDING_LIFE });
    return ticket;
  }

  answerTo(ticket: string): Pending | undefined {
    const pending = this.#pending.get(ticket);
    this.#pending.delete(ticket);
    return pending && pending.expiresAt > this.now() ? pending : undefined;
  }
}

/** A page error as WeChat shows it; some have no number. */
type PageError = { words: string; code?: number };

function pageError(state: SimState, search: URLSearchParams): PageError | undefined {
  const value = (name: string): string => search.get(name) ?? '';
  const known = [...search.keys()].filter((name) => ORDER.includes(name));
  if (!value('appid')) return { words: 'appid 参数为空', code: 10012 };
  if (!value('redirect_uri')) return { words: 'redirect_uri 参数为空', code: 10011 };
  if (!value('scope')) return { words: 'scope 参数为空', code: 10010 };
  if (!value('state')) return { words: 'state 参数为空', code: 10013 };
  if (known.some((name, index) => name !== ORDER[index])) return { words: '链接参数错误：参数缺少、重复或顺序不对' };
  if (value('appid') !== state.options.appId) return { words: 'AppID 参数错误' };
  if (value('response_type') !== 'code') return { words: 'response_type 参数错误' };
  if (!SCOPES.includes(value('scope'))) return { words: 'Scope 参数错误或没有 Scope 权限', code: 10005 };
  if (!/^[a-zA-Z0-9]{1,128}$/.test(value('state'))) return { words: 'state 参数错误：只能是字母和数字，不超过 128 字节' };
  const redirect = value('redirect_uri');
  if (!URL.canParse(redirect) || new URL(redirect).host !== new URL(state.options.publicUrl).host) {
    return { words: 'redirect_uri 域名与后台配置不一致', code: 10003 };
  }
  return undefined;
}

function sendError(reply: FastifyReply, { words, code }: PageError): FastifyReply {
  const number = code ? html`<p class="note">错误码：${code}</p>` : html``;
  return sendPage(
    reply,
    '网页授权',
    html`<p class="sign" aria-hidden="true">!</p>
      <h1>${words}</h1>
      ${number}`,
  );
}

/** The page that asks a browser without a phone who it is. */
function sendWhoAreYou(state: SimState, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const rows = state.people.all().map(
    (person) =>
      html`<li>
        <a class="row" href="/sim/be?person=${person.slug}&amp;next=${encodeURIComponent(request.url)}">
          <strong>${person.nickname}</strong><span>${person.about}</span></a
        >
      </li>`,
  );
  const body = html`<p class="banner">模拟环境</p>
    <h1>您是谁</h1>
    <p>这个请求没有说明是谁的手机，请选一位继续。</p>
    <ul class="rows">
      ${rows}
    </ul>`;
  return sendPage(reply, '您是谁', body);
}

function sendConsent(state: SimState, reply: FastifyReply, asking: Asking, ticket: string): FastifyReply {
  const body = html`<p class="banner">模拟环境</p>
    <h1>${state.options.accountName} 申请获取</h1>
    <p>您的昵称、头像</p>
    <p class="person"><strong>${asking.person.nickname}</strong></p>
    <form method="post" action="/connect/oauth2/answer">
      <input type="hidden" name="ticket" value="${ticket}" /> <button class="main" name="answer" value="allow">允许</button
      ><button name="answer" value="deny">拒绝</button>
    </form>`;
  return sendPage(reply, '微信授权', body);
}

/** What this person grants: in a snapshot the openid is a virtual one, which never returns. */
function grantFor(state: SimState, asking: Asking, scope: string): Grant {
  const snapshot = state.isSnapshot(asking.person);
  const openid = snapshot ? openidFrom(`snapshot ${asking.person.slug} ${randomId(8)}`) : asking.person.openid;
  return { slug: asking.person.slug, openid, scope, snapshot };
}

function sendBack(state: SimState, reply: FastifyReply, pending: Omit<Pending, 'expiresAt'>, scope: string): FastifyReply {
  const url = new URL(pending.redirect);
  url.searchParams.set('code', state.codes.issue(grantFor(state, pending.asking, scope)));
  url.searchParams.set('state', pending.state);
  return reply.header('cache-control', 'no-store').redirect(toPersonHost(url.href, pending.asking.slug, state.options.publicUrl));
}

/** Routes: the authorisation link of the browser, and the answer to its consent page. */
export function registerOauth(app: FastifyInstance, state: SimState): void {
  app.get('/connect/oauth2/authorize', (request, reply) => {
    const search = new URL(request.url, 'http://sim').searchParams;
    const wrong = pageError(state, search);
    if (wrong) return sendError(reply, wrong);
    const asking = whoIsAsking(state, request);
    if (!asking) return sendWhoAreYou(state, request, reply);
    if (!state.quota.take(`authorize:${asking.person.slug}`, 'minute', PER_MINUTE)) {
      return sendError(reply, { words: '授权过于频繁，请稍后再试', code: 10009 });
    }
    const scope = search.get('scope') ?? '';
    const pending = { asking, redirect: search.get('redirect_uri') ?? '', state: search.get('state') ?? '' };
    const silent = scope === 'snsapi_base' || state.isSnapshot(asking.person);
    if (silent) return sendBack(state, reply, pending, scope);
    const own = ownPageAddress(request, asking.slug);
    return own ? reply.redirect(own) : sendConsent(state, reply, asking, state.codes.wait(pending));
  });

  app.post('/connect/oauth2/answer', (request, reply) => {
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
    const pending = state.codes.answerTo(form.get('ticket') ?? '');
    if (!pending) return sendError(reply, { words: '授权已过期，请返回重试' });
    if (form.get('answer') !== 'allow')
      return sendPage(
        reply,
        '微信授权',
        html`<h1>您没有授权</h1>
          <p>关闭网页后可以重新打开。</p>`,
      );
    return sendBack(state, reply, pending, 'snsapi_userinfo');
  });
}
