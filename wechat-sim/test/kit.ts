import http from 'node:http';
import { createRequire } from 'node:module';
import { createSim, type Person, type Sim, type SimOptions } from '../src/index.js';

/** The clients have no types; only what the tests call is named here. */
const load = createRequire(__filename);

export interface WeChatError extends Error {
  code?: number;
}

interface Client {
  prefix: string;
  snsPrefix: string;
  setOpts(options: object): void;
  request(url: string, options: object): Promise<Record<string, unknown>>;
  getAccessToken(): Promise<{ accessToken: string; expireTime: number }>;
  sendTemplate(openid: string, id: string, url: string, color: string | undefined, data: object): Promise<Record<string, unknown>>;
  getAllPrivateTemplate(): Promise<{ template_list: { template_id: string; title: string; content: string }[] }>;
  addTemplate(short: string): Promise<{ template_id: string }>;
  delPrivateTemplate(id: string): Promise<Record<string, unknown>>;
  createMenu(menu: object): Promise<Record<string, unknown>>;
  getMenu(): Promise<{ menu: { button: object[] } }>;
  removeMenu(): Promise<Record<string, unknown>>;
  mpPrefix: string;
  getMenuConfig(): Promise<Record<string, unknown>>;
  createTmpQRCode(scene: string | number, life: number): Promise<{ ticket: string; url: string; expire_seconds: number }>;
  createLimitQRCode(scene: string | number): Promise<{ ticket: string; url: string }>;
  showQRCodeURL(ticket: string): string;
  getFollowers(next?: string): Promise<{ total: number; count: number; data?: { openid: string[] }; next_openid: string }>;
  getUser(openid: string): Promise<Record<string, unknown>>;
  batchGetUsers(openids: string[]): Promise<{ user_info_list: Record<string, unknown>[] }>;
  getTicket(): Promise<{ ticket: string }>;
  getJsConfig(given: { url: string; jsApiList: string[]; debug: boolean }): Promise<{ appId: string; timestamp: string; nonceStr: string; signature: string }>;
  getIp(): Promise<{ ip_list: string[] }>;
  sendText(openid: string, text: string): Promise<Record<string, unknown>>;
  sendNews(openid: string, articles: object[]): Promise<Record<string, unknown>>;
  uploadMedia(bytes: Buffer, type: string, name: string, mime: string): Promise<{ media_id: string }>;
  getMedia(id: string): Promise<Buffer>;
}
type Done<T> = (error: WeChatError | null, result: T) => void;
export interface OAuthToken {
  data: { access_token: string; refresh_token: string; openid: string; scope: string; is_snapshotuser?: number };
}
interface OAuthClient {
  request(url: string, options: object, done: Done<unknown>): void;
  getAuthorizeURL(redirect: string, state: string, scope: string): string;
  getAccessToken(code: string, done: Done<OAuthToken>): void;
  refreshAccessToken(token: string, done: Done<OAuthToken>): void;
  _getUser(options: { openid: string }, token: string, done: Done<Record<string, unknown>>): void;
}

const API = load('co-wechat-api') as new (id: string, secret: string, get?: () => Promise<unknown>, save?: () => Promise<void>, own?: boolean) => Client;
const OAuth = load('wechat-oauth') as new (id: string, secret: string) => OAuthClient;

export const APP_ID = 'wx0000000000000000';
export const SECRET = 'sim-secret';
export const PUBLIC_URL = 'http://localhost:3000';

const person = (slug: string, more: Partial<Person> = {}): Person => ({
  slug,
  openid: `o${slug.replaceAll('-', '').padEnd(27, '0')}`,
  nickname: slug,
  about: '',
  phone: '13800000001',
  snapshot: false,
  subscribed: true,
  ...more,
});

export const CHEN = person('owner-chen', { nickname: '陈女士', name: '陈一', idNumber: '44030119900101123X' });
export const LI = person('manager-li', { phone: '13800000002' });
export const STRANGER = person('guest-wang', { subscribed: false });
export const READER = person('reader-zhao', { snapshot: true });

/** A simulator on a free port with a clock that stands until a test moves it. */
export async function startSim(more: Partial<SimOptions> = {}): Promise<{ sim: Sim; pass: (ms: number) => void }> {
  let now = Date.UTC(2026, 10, 21, 7, 30);
  const sim = await createSim({ port: 0, publicUrl: PUBLIC_URL, people: [CHEN, LI, STRANGER, READER], now: () => now, ...more });
  return { sim, pass: (ms) => (now += ms) };
}

/** co-wechat-api as the platform uses it: base replaced, token owned by the caller. */
export function apiClient(sim: Sim, token?: string): Client {
  const held = async (): Promise<unknown> => ({ accessToken: token, expireTime: Infinity });
  const api = token === undefined ? new API(APP_ID, SECRET) : new API(APP_ID, SECRET, held, async () => undefined, true);
  api.prefix = `${sim.url}/cgi-bin/`;
  api.snsPrefix = `${sim.url}/sns/`;
  api.mpPrefix = `${sim.url}/cgi-bin/`;
  api.setOpts({ timeout: 5000 });
  return api;
}

/** wechat-oauth with its two fixed hosts replaced. */
export function oauthClient(sim: Sim): OAuthClient {
  const oauth = new OAuth(APP_ID, SECRET);
  const request = oauth.request.bind(oauth);
  oauth.request = (url, options, done) => request(url.replace('https://api.weixin.qq.com', sim.url), options, done);
  const authorize = oauth.getAuthorizeURL.bind(oauth);
  oauth.getAuthorizeURL = (redirect, state, scope) => authorize(redirect, state, scope).replace('https://open.weixin.qq.com', sim.url);
  return oauth;
}

/** A callback-style call as a promise. */
export function called<T>(work: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => work((error, result) => (error ? reject(error) : resolve(result))));
}

export interface Page {
  status: number;
  location: string;
  text: string;
  cookie: string;
}

/** A browser's request; unlike fetch it may name any host. */
export function visit(sim: Sim, path: string, headers: Record<string, string> = {}, form?: URLSearchParams): Promise<Page> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: sim.port, path, method: form ? 'POST' : 'GET', headers: { host: `localhost:${sim.port}`, ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', text, cookie: response.headers['set-cookie']?.[0] ?? '' });
        });
      },
    );
    request.on('error', reject).end(form?.toString());
  });
}

/** A server's call: the parsed answer. */
export async function call(sim: Sim, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(sim.url + path, body === undefined ? {} : { method: 'POST', body: text });
  return (await response.json()) as Record<string, unknown>;
}

/** A valid token of the account. */
export async function stableToken(sim: Sim, force = false): Promise<string> {
  const answer = await call(sim, '/cgi-bin/stable_token', { grant_type: 'client_credential', appid: APP_ID, secret: SECRET, force_refresh: force });
  return String(answer['access_token']);
}

export const REDIRECT = `${PUBLIC_URL}/api/session/callback?next=%2Fh5%2F`;

/** The path of an authorisation link, as wechat-oauth writes it. */
export function authorizePath(sim: Sim, scope = 'snsapi_base', state = 'abc123', redirect = REDIRECT): string {
  return oauthClient(sim).getAuthorizeURL(redirect, state, scope).slice(sim.url.length).replace('#wechat_redirect', '');
}

/** A fresh code for somebody. */
export async function codeFor(sim: Sim, who: Person, scope = 'snsapi_base'): Promise<string> {
  const page = await visit(sim, authorizePath(sim, scope), { host: `${who.slug}.localhost:${sim.port}` });
  if (page.status === 302) return new URL(page.location).searchParams.get('code') ?? '';
  const ticket = /name="ticket" value="(\w+)"/.exec(page.text)?.[1] ?? '';
  const back = await visit(sim, '/connect/oauth2/answer', {}, new URLSearchParams({ ticket, answer: 'allow' }));
  return new URL(back.location).searchParams.get('code') ?? '';
}

/** Both clients as they come out of their packages, hosts and all. */
export function plainClients(): { api: Client; oauth: OAuthClient } {
  const api = new API(APP_ID, SECRET);
  api.setOpts({ timeout: 5000 });
  return { api, oauth: new OAuth(APP_ID, SECRET) };
}

/** Somebody does something on their phone. */
export async function act(sim: Sim, who: Person, what: string, more: object = {}): Promise<Record<string, unknown>> {
  const response = await fetch(`${sim.url}/sim/act`, { method: 'POST', body: JSON.stringify({ person: who.slug, act: what, ...more }) });
  return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
}

/** What is in somebody's chat. */
export async function chat(sim: Sim, who: Person): Promise<{ cards: Record<string, unknown>[]; messages: Record<string, unknown>[]; unread: number }> {
  return (await call(sim, `/sim/chat?person=${who.slug}`)) as never;
}

/** Waits for something that happens soon. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let times = 0; times < 300; times += 1) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not happen');
}

export interface Got {
  method: string;
  query: Record<string, string>;
  body: string;
}

/** The account's own server: keeps what it gets and answers as told. */
export interface AccountServer {
  url: string;
  got: Got[];
  /** An HTTP status, or a text; `late` never answers. */
  answer: (got: Got) => number | string | 'late';
  close(): Promise<void>;
}

export async function accountServer(): Promise<AccountServer> {
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const got = { method: request.method ?? '', query: Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams), body };
      own.got.push(got);
      const answer = own.answer(got);
      if (answer === 'late') return;
      if (typeof answer === 'number') response.statusCode = answer;
      response.end(typeof answer === 'number' ? '' : answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const own: AccountServer = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/wechat/callback`,
    got: [],
    answer: () => 'success',
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return own;
}
