import { z } from 'zod';

/** An address, without the slash at its end. */
export const url = z.url({ protocol: /^https?$/, error: 'an http or https address' }).transform((value) => value.replace(/\/+$/, ''));

/** Tencent Cloud signs the first label of the host as the service's name: another one is refused by every server. */
const tencentEndpoint = (service: string) =>
  url
    .refine(
      (value) => new URL(value).hostname.startsWith(`${service}.`) && new URL(value).pathname === '/',
      `an address whose host begins with ${service}. and that has no path`,
    )
    .default(`https://${service}.tencentcloudapi.com`);

const id = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'letters, digits and hyphens');
const flag = z.enum(['true', 'false'], { error: 'true or false' });

/** The settings of what stands outside and can be chosen: SMS, face check, object storage. */
export const providerSettings = {
  /** The key of a sub-account that may send SMS, check faces, or both. */
  TENCENT_SECRET_ID: z.string().max(200).default(''),
  TENCENT_SECRET_KEY: z.string().max(200).default(''),

  SMS_PROVIDER: z.enum(['gateway', 'tencent']).default('gateway'),
  /** gateway: POST {phone, text} with a bearer token. */
  SMS_URL: url.optional(),
  SMS_TOKEN: z.string().default(''),
  SMS_TENCENT_ENDPOINT: tencentEndpoint('sms'),
  SMS_TENCENT_REGION: id.default('ap-guangzhou'),
  SMS_TENCENT_APP_ID: z
    .string()
    .regex(/^\d{1,20}$/, 'digits')
    .optional(),
  SMS_TENCENT_SIGN: z.string().min(2).max(30).optional(),
  SMS_TENCENT_CODE_TEMPLATE: id.optional(),
  SMS_TENCENT_NOTICE_TEMPLATE: id.optional(),
  /** Hong Kong and Macau numbers take templates of their own; left out, nothing is sent to them. */
  SMS_TENCENT_CODE_TEMPLATE_ABROAD: id.optional(),
  SMS_TENCENT_NOTICE_TEMPLATE_ABROAD: id.optional(),
  /** News to callers, who have no account; left out, they get none. */
  SMS_TENCENT_PAGE_TEMPLATE: id.optional(),
  SMS_TENCENT_PAGE_TEMPLATE_ABROAD: id.optional(),

  FACE_PROVIDER: z.enum(['wechat', 'tencent']).default('wechat'),
  FACE_TENCENT_ENDPOINT: tencentEndpoint('faceid'),
  FACE_TENCENT_REGION: id.default('ap-guangzhou'),
  FACE_TENCENT_RULE: id.optional(),

  /** Where titles are looked up: the imported table, or a register behind HTTP. */
  REGISTER_PROVIDER: z.enum(['table', 'http']).default('table'),
  REGISTER_URL: url.optional(),
  REGISTER_APP_ID: z.string().max(64).optional(),
  REGISTER_SECRET: z.string().min(16, 'at least 16 signs').max(200).optional(),
  /** How many questions a second it bears, from all instances together; and how many at once, from each. */
  REGISTER_PER_SECOND: z.coerce.number().min(0.1).max(1000).default(20),
  REGISTER_CONNECTIONS: z.coerce.number().int().min(1).max(500).default(32),
  /** Seconds until a question counts as unanswered. */
  REGISTER_TIMEOUT: z.coerce.number().min(0.1).max(30).default(5),

  STORAGE: z.enum(['disk', 's3']).default('disk'),
  /** Left out: Amazon's own address of the region. */
  S3_ENDPOINT: url.optional(),
  S3_REGION: id.optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "a bucket's name")
    .optional(),
  S3_ACCESS_KEY_ID: z.string().max(200).optional(),
  S3_SECRET_ACCESS_KEY: z.string().max(200).optional(),
  /** https://host/bucket/key instead of https://bucket.host/key. */
  S3_PATH_STYLE: flag.default('false').transform((value) => value === 'true'),

  /** The Chinese font of PDFs, and which of a collection's (.ttc) it is: Debian's fonts-noto-cjk. */
  BOARD_FONT: z.string().min(1).default('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'),
  BOARD_FONT_FAMILY: z.string().min(1).default('NotoSansCJKsc-Regular'),
} as const;

type Env = Readonly<Record<string, string | undefined>>;

const TENCENT_KEY = ['TENCENT_SECRET_ID', 'TENCENT_SECRET_KEY'];

/** What each choice cannot do without. */
const NEEDED: readonly { readonly setting: string; readonly choice: string; readonly names: readonly string[] }[] = [
  {
    setting: 'SMS_PROVIDER',
    choice: 'tencent',
    names: [...TENCENT_KEY, 'SMS_TENCENT_APP_ID', 'SMS_TENCENT_SIGN', 'SMS_TENCENT_CODE_TEMPLATE', 'SMS_TENCENT_NOTICE_TEMPLATE'],
  },
  { setting: 'FACE_PROVIDER', choice: 'tencent', names: [...TENCENT_KEY, 'FACE_TENCENT_RULE'] },
  { setting: 'REGISTER_PROVIDER', choice: 'http', names: ['REGISTER_URL', 'REGISTER_APP_ID', 'REGISTER_SECRET'] },
  { setting: 'STORAGE', choice: 's3', names: ['S3_REGION', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] },
];

/** Names what a chosen provider lacks, each setting once, with the choice that asks for it. */
export function providerFaults(env: Env): string[] {
  const wanted = new Map<string, string[]>();
  for (const { setting, choice, names } of NEEDED) {
    if (env[setting] !== choice) continue;
    for (const name of names) if (!env[name]) wanted.set(name, [...(wanted.get(name) ?? []), `${setting}=${choice}`]);
  }
  const clear = env.NODE_ENV === 'production' && env.REGISTER_URL?.startsWith('http:');
  const faults = clear ? ['REGISTER_URL: must be https, or names and id numbers travel in the clear'] : [];
  for (const [name, choices] of wanted) faults.push(`${name}: missing, ${choices.join(' and ')} ${choices.length > 1 ? 'need' : 'needs'} it`);
  return faults;
}

/** Production must be able to send codes: by a gateway, or by Tencent Cloud, whose settings are named above. */
export function smsFault(env: Env): string[] {
  return env.SMS_PROVIDER === 'tencent' || env.SMS_URL ? [] : ['SMS_URL: missing (or SMS_PROVIDER=tencent with its settings)'];
}
