import { createHash } from 'node:crypto';
import { z } from 'zod';
import { MODES, type Mode } from './callback.js';
import type { Person, Poster } from './people.js';

export interface SimOptions {
  /** 0 takes any free port. */
  port: number;
  /** Where the platform is open: the only domain that OAuth returns to. */
  publicUrl: string;
  /** Holds sim.json, written by the api's seed. */
  dataDir: string;
  appId: string;
  appSecret: string;
  /** Callback token and EncodingAESKey. */
  token: string;
  aesKey: string;
  /** Where messages and events are pushed, how, and whether they are before the address was verified. */
  callbackUrl: string;
  callbackMode: Mode;
  callbacks: boolean;
  /** How long a push waits for its answer, and how long until it is tried again after a wrong one; in ms. */
  callbackTimeout: number;
  callbackGap: number;
  /** The account's own name in callbacks: `gh_…`. */
  originalId: string;
  /** The account's name on the phone. */
  accountName: string;
  /** Given here, people and posters come from no file. */
  people?: Person[];
  posters?: Poster[];
  now: () => number;
}

const Env = z.object({
  SIM_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  DATA_DIR: z.string().min(1).default('./data'),
  WECHAT_APP_ID: z.string().min(1).default('wx0000000000000000'),
  WECHAT_APP_SECRET: z.string().min(1).default('sim-secret'),
  WECHAT_TOKEN: z.string().min(1).default('sim-token'),
  WECHAT_AES_KEY: z.string().length(43).default('A'.repeat(43)),
  WECHAT_CALLBACK_URL: z.url().optional(),
  WECHAT_CALLBACK_MODE: z.enum(MODES).default('safe'),
  SIM_CALLBACKS: z.enum(['on', 'off']).default('off'),
  WECHAT_ACCOUNT_NAME: z.string().min(1).default('智慧物业'),
});

/** Options from environment variables; an empty variable counts as none. Throws with the variable's name when one is wrong. */
export function optionsFromEnv(env: Record<string, string | undefined> = {}): SimOptions {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(given);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const { data } = parsed;
  const publicUrl = data.PUBLIC_URL.replace(/\/+$/, '');
  return {
    port: data.SIM_PORT,
    publicUrl,
    dataDir: data.DATA_DIR,
    appId: data.WECHAT_APP_ID,
    appSecret: data.WECHAT_APP_SECRET,
    token: data.WECHAT_TOKEN,
    aesKey: data.WECHAT_AES_KEY,
    callbackUrl: data.WECHAT_CALLBACK_URL ?? `${publicUrl}/wechat/callback`,
    callbackMode: data.WECHAT_CALLBACK_MODE,
    callbacks: data.SIM_CALLBACKS === 'on',
    callbackTimeout: 5000,
    callbackGap: 1000,
    originalId: `gh_${createHash('sha256').update(data.WECHAT_APP_ID).digest('hex').slice(0, 12)}`,
    accountName: data.WECHAT_ACCOUNT_NAME,
    now: () => Date.now(),
  };
}
