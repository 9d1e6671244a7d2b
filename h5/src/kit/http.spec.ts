import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { apiUrl, browser, call, fieldError, forgetSignIn, problemFrom } from './http';

type Reply = { status: number; body?: unknown; date?: string };
const requests: { url: string; init: RequestInit }[] = [];
let reply: (init: RequestInit) => Promise<Reply>;

beforeEach(() => {
  requests.length = 0;
  sessionStorage.clear();
  browser.leave = jest.fn<(url: string) => void>();
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    requests.push({ url, init });
    const { status, body, date } = await reply(init);
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    return { status, headers: { get: (name: string) => (name === 'date' ? (date ?? null) : null) }, text: async () => text };
  }) as unknown as typeof fetch;
});
afterEach(() => void jest.useRealTimers());

test('a success is its data, and 204 is nothing', async () => {
  reply = async () => ({ status: 200, body: { no: '1' } });
  expect(await call('GET', '/complaints/1')).toEqual({ ok: true, data: { no: '1' } });
  reply = async () => ({ status: 204 });
  expect(await call('DELETE', '/session')).toEqual({ ok: true, data: undefined });
});

test('writes carry the body and the idempotency key; the session stays on this origin', async () => {
  reply = async () => ({ status: 201, body: {} });
  await call('POST', '/api/complaints', { body: { words: '漏水' }, idempotencyKey: 'k1' });
  const { url, init } = requests[0]!;
  expect(url).toBe('/api/complaints');
  expect(init.body).toBe('{"words":"漏水"}');
  expect(init.credentials).toBe('same-origin');
  expect(init.headers).toMatchObject({ 'Idempotency-Key': 'k1', 'Content-Type': 'application/json' });
});

test('/api goes before a contract path, and a query leaves out what is not set', () => {
  expect(apiUrl('/complaints/mine', { tab: 'open', after: undefined, limit: null, q: '' })).toBe('/api/complaints/mine?tab=open');
  expect(apiUrl('/api/session')).toBe('/api/session');
});

test('problem details come back as a value, with their field errors', async () => {
  const problem = {
    type: 'about:blank',
    title: '有几处填写需要修改，请看下面的提示。',
    status: 422,
    code: 'REQUEST.INVALID',
    errors: [{ path: 'body.phone', message: '手机号码不正确' }],
  };
  reply = async () => ({ status: 422, body: problem });
  const answer = await call('POST', '/bindings', { body: {} });
  expect(answer).toEqual({ ok: false, problem });
  expect(fieldError(answer.ok ? null : answer.problem, 'phone')).toBe('手机号码不正确');
  expect(fieldError(answer.ok ? null : answer.problem, 'hone')).toBe('');
});

test("a proxy's page becomes a problem with a sentence and a code", () => {
  expect(problemFrom(502, '<html>Bad gateway</html>')).toMatchObject({ status: 502, code: 'SERVER.UNAVAILABLE' });
  expect(problemFrom(404, '')).toMatchObject({ code: 'HTTP.404' });
  expect(problemFrom(500, '{"message":"x"}')).toMatchObject({ code: 'SERVER.UNAVAILABLE' });
});

test('half an answer is a problem, not an exception', async () => {
  reply = async () => ({ status: 200, body: '{"no":' });
  expect(await call('GET', '/x')).toMatchObject({ ok: false, problem: { code: 'SERVER.UNREADABLE' } });
});

test('no network: reading says so, writing says that the form is kept', async () => {
  reply = () => Promise.reject(new TypeError('Failed to fetch'));
  expect(await call('GET', '/x')).toMatchObject({ ok: false, problem: { code: 'NETWORK.OFFLINE', title: '网络断开，连上网络后请重试。' } });
  expect(await call('POST', '/x')).toMatchObject({ ok: false, problem: { code: 'NETWORK.OFFLINE', title: '网络断开，已填内容已保存。' } });
});

const hang = (init: RequestInit) => new Promise<Reply>((_, reject) => init.signal!.addEventListener('abort', () => reject(new Error('aborted'))));

test('an answer that does not come in time is a timeout; a cancelled call is neither', async () => {
  reply = hang;
  expect(await call('POST', '/x', { timeout: 5 })).toMatchObject({ problem: { code: 'NETWORK.TIMEOUT' } });
  const stop = new AbortController();
  const running = call('GET', '/x', { signal: stop.signal });
  stop.abort();
  expect(await running).toMatchObject({ problem: { code: 'NETWORK.ABORTED' } });
});

test('no session: goes to sign in with the way back, once; again at once would be a loop', async () => {
  jest.useFakeTimers();
  window.history.replaceState(null, '', '/h5/say/mine?tab=open');
  reply = async () => ({ status: 401, body: { title: '请先从公众号进入，登录后继续。', code: 'SESSION.REQUIRED' } });
  const first = call('GET', '/session');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await first).toMatchObject({ ok: false, problem: { code: 'SESSION.REQUIRED' } });
  expect(browser.leave).toHaveBeenCalledWith('/api/session/start?to=%2Fh5%2Fsay%2Fmine%3Ftab%3Dopen');
  expect(await call('GET', '/session')).toMatchObject({ ok: false });
  expect(browser.leave).toHaveBeenCalledTimes(1);
  forgetSignIn();
  void call('GET', '/session');
  await jest.advanceTimersByTimeAsync(0);
  expect(browser.leave).toHaveBeenCalledTimes(2);
});
