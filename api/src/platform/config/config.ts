import { AUDIT_DAYS } from '@wuye/shared/privacy';
import { z } from 'zod';
import { providerFaults, providerSettings, smsFault, url } from './providers.js';
import { previousFaults, wechatSettings } from './wechat.js';

/** The account and keys of development: the simulator reads the same ones, production refuses every one of them. */
const development = {
  WECHAT_APP_ID: 'wx0000000000000000',
  WECHAT_APP_SECRET: 'sim-secret',
  WECHAT_TOKEN: 'sim-token',
  WECHAT_AES_KEY: 'A'.repeat(43),
  DATA_KEYS: 'dev:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  SIGNING_KEYS: 'dev:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=',
} as const;

const port = (name: string, fallback: number) =>
  z.coerce
    .number({ error: `${name}: a port number from 0 to 65535` })
    .int()
    .min(0)
    .max(65535)
    .default(fallback);

/** `id:base64,id:base64`: the first key is used for new data, the others still open old data. */
const keys = z.string().transform((text, context) => {
  const list = text.split(',').map((part) => {
    const [id = '', secret = ''] = part.trim().split(':');
    return { id, secret: Buffer.from(secret, 'base64') };
  });
  const sound = list.every(({ id, secret }) => /^[A-Za-z0-9_-]{1,16}$/.test(id) && secret.length === 32);
  if (sound && new Set(list.map(({ id }) => id)).size === list.length) return list;
  context.addIssue({ code: 'custom', message: 'id:base64 of 32 bytes, several with commas, e.g. k1:… (openssl rand -base64 32)' });
  return z.NEVER;
});

const databaseUrl = z
  .string()
  .refine((value) => value === '' || /^mysql:\/\/[^/]+\/[^/?]+/.test(value), 'empty (embedded SQLite) or mysql://user:password@host:port/database');

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port('PORT', 3000),
  SIM_PORT: port('SIM_PORT', 3001),
  PUBLIC_URL: url.optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: databaseUrl.default(''),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(8),
  ...wechatSettings,
  WECHAT_API_BASE: url.optional(),
  WECHAT_OPEN_BASE: url.optional(),
  ...providerSettings,
  DATA_KEYS: keys,
  SIGNING_KEYS: keys,
  /** Whose rules hold until a city officer changes them: a preset of shared/src/policy. */
  CITY_POLICY: z.enum(['chengdu', 'huizhou']).default('chengdu'),
  /** Development and tests: every picture captcha shows this. */
  CAPTCHA_ANSWER: z.string().max(6).default(''),
  /** Development and tests: the instant at which the clock begins, instead of now. */
  CLOCK_START: z.iso.datetime({ offset: true, error: 'an instant such as 2026-11-20T10:00:00+08:00' }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  /** Behind how many reverse proxies the api stands: whose X-Forwarded-For is believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  /** How long the audit log is kept; by law at least six months. */
  AUDIT_KEEP_DAYS: z.coerce
    .number({ error: `AUDIT_KEEP_DAYS: at least ${AUDIT_DAYS.least} (six months)` })
    .int()
    .min(AUDIT_DAYS.least)
    .default(AUDIT_DAYS.usual),
});

type Parsed = z.output<typeof schema>;

/** The settings, complete: every address is filled in. */
export interface Config extends Omit<Parsed, 'PUBLIC_URL' | 'WECHAT_API_BASE' | 'WECHAT_OPEN_BASE' | 'SMS_URL'> {
  readonly PUBLIC_URL: string;
  readonly WECHAT_API_BASE: string;
  readonly WECHAT_OPEN_BASE: string;
  readonly SMS_URL: string;
  /** Where the pages load WeChat's JS-SDK from: the one foreign script that they may. */
  readonly jssdkScript: string;
  /** True where the simulator stands in for WeChat. */
  readonly simulated: boolean;
}

/** A setting is missing or wrong; the message names each variable and what was expected. */
export class ConfigError extends Error {}

const REQUIRED_IN_PRODUCTION = ['PUBLIC_URL', ...Object.keys(development)];

/** Addresses that are https in production, for what they would give away. */
const IN_THE_CLEAR = {
  PUBLIC_URL: 'the session cookie travels',
  WECHAT_API_BASE: "the account's secret travels",
  WECHAT_OPEN_BASE: 'people sign in',
  SMS_TENCENT_ENDPOINT: 'phones travel',
  FACE_TENCENT_ENDPOINT: 'names and id numbers travel',
} as const;

function productionFaults(env: Record<string, string | undefined>): string[] {
  const faults = [...REQUIRED_IN_PRODUCTION.filter((name) => !env[name]).map((name) => `${name}: missing`), ...smsFault(env)];
  // Of keys the secret alone counts: under another id, or kept as an older one, it is as public.
  const secretsOf = (value = ''): (string | undefined)[] => value.split(',').map((part) => part.trim().split(':').at(-1));
  for (const [name, value] of Object.entries(development)) {
    if (secretsOf(env[name]).includes(secretsOf(value)[0])) faults.push(`${name}: holds the development default, which anyone can read`);
  }
  faults.push(...previousFaults(env, development));
  for (const name of ['CAPTCHA_ANSWER', 'CLOCK_START']) if (env[name]) faults.push(`${name}: only for development and tests`);
  for (const [name, what] of Object.entries(IN_THE_CLEAR)) {
    if (env[name]?.startsWith('http:')) faults.push(`${name}: must be https, or ${what} in the clear`);
  }
  return faults;
}

/** Parses the environment once. An empty value counts as not set. Throws ConfigError. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const production = env.NODE_ENV === 'production';
  const faults = [...(production ? productionFaults(env) : []), ...providerFaults(env)];
  const parsed = schema.safeParse(production ? env : { ...development, ...env });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      if (!faults.some((fault) => fault.startsWith(`${name}:`))) faults.push(`${name}: ${issue.message.replace(`${name}: `, '')}`);
    }
  }
  if (faults.length > 0 || !parsed.success) throw new ConfigError(`Configuration:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);

  const config = parsed.data;
  const simulator = `http://localhost:${config.SIM_PORT}`;
  return {
    ...config,
    PUBLIC_URL: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
    WECHAT_API_BASE: config.WECHAT_API_BASE ?? (production ? 'https://api.weixin.qq.com' : simulator),
    WECHAT_OPEN_BASE: config.WECHAT_OPEN_BASE ?? (production ? 'https://open.weixin.qq.com' : simulator),
    SMS_URL: config.SMS_URL ?? `${simulator}/sim/sms`,
    jssdkScript: `${production ? 'https://res.wx.qq.com/open/js' : (config.WECHAT_OPEN_BASE ?? simulator)}/jweixin-1.6.3.js`,
    simulated: !production,
  };
}

/** Injection token of the parsed settings. */
export const CONFIG = Symbol('Config');
