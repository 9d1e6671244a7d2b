import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { signatureOf } from './crypt.js';
import { randomId } from './ids.js';
import type { SimOptions } from './options.js';
import type { SimState } from './state.js';
import { parseObject } from './wire.js';

/** How messages travel to the account's server: readable, both, or encrypted only. */
export const MODES = ['plain', 'compatible', 'safe'] as const;
export type Mode = (typeof MODES)[number];

const Settings = z.object({
  url: z.url(),
  mode: z.enum(MODES),
  token: z.string().min(3).max(32),
  aesKey: z.string().length(43),
  /** Whether anything is pushed. */
  callbacks: z.boolean(),
  timeout: z.number().int().positive().max(60_000),
  tries: z.number().int().min(1).max(10),
  /** The wait before another try, when the answer was not late but wrong. */
  gap: z.number().int().nonnegative().max(60_000),
});
export type CallbackSettings = z.infer<typeof Settings>;

/** What the account's console holds: where pushes go and how they are signed. */
export class Callback {
  settings: CallbackSettings;
  verified = false;

  constructor(options: SimOptions) {
    this.settings = {
      url: options.callbackUrl,
      mode: options.callbackMode,
      token: options.token,
      aesKey: options.aesKey,
      callbacks: options.callbacks,
      timeout: options.callbackTimeout,
      tries: 3,
      gap: options.callbackGap,
    };
  }

  change(given: Partial<CallbackSettings>): void {
    if (given.url !== undefined && given.url !== this.settings.url) this.verified = false;
    this.settings = { ...this.settings, ...given };
  }
}

export const nonce = (): string => String(randomInt(100_000_000, 2_147_483_647));

/** An address with more parameters behind those it has. */
export function withQuery(url: string, query: Record<string, string>): string {
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
}

/** The console's 提交: asks the server to prove that it knows the token. Pushes begin when it did. */
async function verify(state: SimState): Promise<Record<string, unknown>> {
  const { url, token, timeout } = state.callback.settings;
  const timestamp = String(Math.floor(state.now() / 1000));
  const fresh = nonce();
  const echostr = randomId(19);
  const target = withQuery(url, { signature: signatureOf(token, timestamp, fresh), echostr, timestamp, nonce: fresh });
  const { status, text, ms } = await state.outgoing.call(target, timeout);
  state.log.addOut({ at: state.now(), method: 'GET', url, note: '验证', status, ms, request: '', response: text });
  const ok = status === 200 && text === echostr;
  state.callback.verified = ok;
  if (ok) state.callback.change({ callbacks: true });
  const words = ok ? '验证成功' : status === 0 ? `请求URL超时或打不开：${text}` : status === 200 ? 'token验证失败：应答不是echostr' : `应答状态 ${status}`;
  return { ok, status, ms: Math.round(ms), words, answer: text.slice(0, 200) };
}

/** Routes: the console's page 基本配置 as a control API. */
export function registerCallback(app: FastifyInstance, state: SimState): void {
  const shown = (): object => {
    const { token: _token, aesKey: _key, ...open } = state.callback.settings;
    return { ...open, verified: state.callback.verified, ...state.pusher.figures() };
  };
  app.get('/sim/callback', shown);
  app.post('/sim/callback', (request, reply) => {
    const given = Settings.partial()
      .strict()
      .safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    if (!given.success) return reply.code(400).send({ error: given.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') });
    state.callback.change(given.data);
    if (given.data.callbacks) state.pusher.resume();
    state.changed('desk');
    return shown();
  });
  app.post('/sim/callback/verify', async () => {
    const result = await verify(state);
    state.changed('desk');
    return result;
  });
}
