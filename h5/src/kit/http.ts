import { noteServerTime } from './clock';

/** What went wrong, as RFC 9457 problem details: `title` is the sentence for people, `code` is for programs and stable. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  /** Field errors: `path` addresses the request, e.g. `body.phone`. */
  errors?: readonly { path: string; message: string }[];
}

/** An expected failure is a value: nothing here throws. */
export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Problem };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface CallOptions {
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  /** Sent as `Idempotency-Key`; `useSubmit` makes it. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Milliseconds; 20 s unless told. */
  timeout?: number;
}

const TIMEOUT = 20_000;
/** A second redirect to sign in within this time is a loop: then the page shows the problem instead. */
const LOOP = 30_000;
const SIGN_IN_AT = 'wuye:sign-in-at';

/** The one place where a page is left for the server; tests put theirs in. */
export const browser = { leave: (url: string): void => window.location.assign(url) };

/** A problem that was made on the phone. */
export function localProblem(code: string, title: string, status = 0): Problem {
  return { type: 'about:blank', title, status, code };
}

/** The sentence for a call that got no answer: what is kept differs between reading and writing. */
export function networkProblem(kind: 'OFFLINE' | 'TIMEOUT', method: Method): Problem {
  const reading = method === 'GET';
  if (kind === 'TIMEOUT')
    return localProblem('NETWORK.TIMEOUT', reading ? '网络较慢，还没有收到内容，请重试。' : '网络较慢，还没有收到回应。已填内容已保存，请重试。');
  return localProblem('NETWORK.OFFLINE', reading ? '网络断开，连上网络后请重试。' : '网络断开，已填内容已保存。');
}

/** True when the call never reached the server, so that what was last seen may be shown instead. */
export function isOffline(problem: Problem | null): boolean {
  return problem?.code === 'NETWORK.OFFLINE' || problem?.code === 'NETWORK.TIMEOUT';
}

/** The error of one field: the server's path may carry `body.` before the name. */
export function fieldError(problem: Problem | null, name: string): string {
  return problem?.errors?.find(({ path }) => path === name || path.endsWith(`.${name}`) || path.endsWith(`/${name}`))?.message ?? '';
}

/** `/api` is put before paths of the contracts, which are written below it. */
export function apiUrl(path: string, query: Readonly<Record<string, unknown>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return `${path.startsWith('/api/') ? path : `/api${path}`}${text && `?${text}`}`;
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && typeof (value as Problem).code === 'string' && typeof (value as Problem).title === 'string';
}

/** Reads an error answer; one that is no problem document (a proxy's page) becomes one. */
export function problemFrom(status: number, text: string): Problem {
  try {
    const value: unknown = JSON.parse(text);
    if (isProblem(value)) return { ...value, status };
  } catch {
    // Not JSON: a proxy answered in the server's place, the status says enough.
  }
  if (status >= 500) return localProblem('SERVER.UNAVAILABLE', '服务正在恢复，您填写的内容还在，请一分钟后重试。', status);
  return localProblem(`HTTP.${status}`, '这一步没有完成，您填写的内容还在，请稍后重试。', status);
}

/** Goes to sign in once, with the way back; false when that was just tried. */
export function goSignIn(): boolean {
  const last = Number(sessionStorage.getItem(SIGN_IN_AT) ?? 0);
  if (Date.now() - last < LOOP) return false;
  sessionStorage.setItem(SIGN_IN_AT, String(Date.now()));
  browser.leave(`/api/session/start?to=${encodeURIComponent(window.location.pathname + window.location.search)}`);
  return true;
}

/** A session was seen: the next sign-in is no loop, however soon (signing out and in again). */
export function forgetSignIn(): void {
  sessionStorage.removeItem(SIGN_IN_AT);
}

/** What every call does with an answer's status and text. While the page leaves to sign in, the caller waits: no flash of an error. */
export async function answerFrom<T>(status: number, text: string): Promise<Answer<T>> {
  if (status < 200 || status >= 300) {
    const problem = problemFrom(status, text);
    if (problem.code === 'SESSION.REQUIRED' && goSignIn()) await new Promise((resolve) => setTimeout(resolve, 8000));
    return { ok: false, problem };
  }
  if (!text) return { ok: true, data: undefined as T };
  try {
    return { ok: true, data: JSON.parse(text) as T };
  } catch {
    return { ok: false, problem: localProblem('SERVER.UNREADABLE', '收到的内容不完整，请重试。', status) };
  }
}

function headersOf(options: CallOptions): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  return headers;
}

let asking: (() => Promise<boolean>) | null = null;

/** Called once by the feature that knows how to ask for the second factor; true when the person proved it. */
export function useConfirming(ask: () => Promise<boolean>): void {
  asking = ask;
}

/**
 * Calls the api. A sensitive act may want the second factor first (`ACCESS.CONFIRM`): it is asked for, and the same request goes
 * again, under the same idempotency key. Whoever closes the sheet gets the refusal.
 * @param path below `/api`, as the contracts write it (with `/api` before it is fine too)
 */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const answer = await callOnce<T>(method, path, options);
  if (answer.ok || answer.problem.code !== 'ACCESS.CONFIRM' || !asking) return answer;
  return (await asking()) ? callOnce(method, path, options) : answer;
}

/**
 * One call. Never throws: no network, no answer in time and every refusal come back as a `Problem`.
 */
async function callOnce<T>(method: Method, path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const stop = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop.abort();
  }, options.timeout ?? TIMEOUT);
  const relay = () => stop.abort();
  options.signal?.addEventListener('abort', relay);
  const sentAt = Date.now();
  try {
    const response = await fetch(apiUrl(path, options.query), {
      method,
      headers: headersOf(options),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: stop.signal,
    });
    noteServerTime(response.headers.get('date'), sentAt, Date.now());
    const text = await response.text();
    clearTimeout(timer);
    return await answerFrom<T>(response.status, text);
  } catch {
    // fetch rejects alike for no network, a cut connection and an abort: which one it was is known here.
    if (options.signal?.aborted) return { ok: false, problem: localProblem('NETWORK.ABORTED', '已取消。') };
    return { ok: false, problem: networkProblem(late ? 'TIMEOUT' : 'OFFLINE', method) };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', relay);
  }
}
