import { z } from 'zod';

const token = z.string().regex(/^[A-Za-z0-9-]{3,32}$/, '3 to 32 letters or digits');
const aesKey = z.string().regex(/^[A-Za-z0-9]{43}$/, '43 letters or digits');

/** The Official Account. */
export const wechatSettings = {
  WECHAT_APP_ID: z.string().regex(/^wx[0-9a-f]{16}$/, 'wx and 16 hex digits'),
  WECHAT_APP_SECRET: z.string().min(8),
  WECHAT_TOKEN: token,
  WECHAT_AES_KEY: aesKey,
  /** While the console's values are being changed: what was in force before is taken, too. */
  WECHAT_TOKEN_PREVIOUS: token.optional(),
  WECHAT_AES_KEY_PREVIOUS: aesKey.optional(),
  /** The console's 消息加解密方式. In `plain` the signature does not cover the message, so the others take no unencrypted one. */
  WECHAT_CALLBACK_MODE: z.enum(['plain', 'compatible', 'safe'], 'plain, compatible or safe').default('safe'),
  /** The codes of the console's domain files, MP_verify_<code>.txt, with commas. */
  WECHAT_VERIFY_CODES: z
    .string()
    .regex(/^[A-Za-z0-9]{1,64}(,[A-Za-z0-9]{1,64}){0,9}$/, 'what stands between MP_verify_ and .txt, several with commas')
    .transform((text) => text.split(','))
    .default([]),
  /** Connections to WeChat that an instance holds at most. */
  WECHAT_CONNECTIONS: z.coerce.number().int().min(1).max(500).default(128),
};

const PREVIOUS = ['WECHAT_TOKEN', 'WECHAT_AES_KEY'] as const;

/** What production refuses: a previous value that everyone can read opens the door as well as a current one. */
export function previousFaults(env: Record<string, string | undefined>, defaults: Readonly<Record<(typeof PREVIOUS)[number], string>>): string[] {
  return PREVIOUS.filter((name) => env[`${name}_PREVIOUS`] === defaults[name]).map(
    (name) => `${name}_PREVIOUS: holds the development default, which anyone can read`,
  );
}
