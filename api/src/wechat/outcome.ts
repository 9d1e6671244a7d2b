import { addDays, instantAt, localTime } from '@wuye/shared/calendar';

/**
 * What a failed call to WeChat means for the caller:
 * - refresh-token: the client has renewed the token and repeated the call already; what still fails waits like `retry`
 * - retry: the same call may pass in a moment
 * - park: it may pass when the quota resets, at midnight in Shanghai
 * - never: the same call will never pass
 * - hold: this call and those like it wait until an operator changes something in the account; the others pass
 * - alarm: nothing passes until an operator changes a setting
 */
export type Reaction = 'refresh-token' | 'retry' | 'park' | 'never' | 'hold' | 'alarm';

interface Entry {
  readonly reaction: Reaction;
  /** What it is, for an operator. */
  readonly means: string;
  /** An operator is told although the call itself is over. */
  readonly alarm?: true;
  /** The limit is one of a minute: the next one begins it anew. */
  readonly minute?: true;
  /** Nobody knows whether WeChat did what it was asked. */
  readonly lost?: true;
}

/** The one table of codes; a code that is not in it is `never`, for nothing must be tried for ever on a misunderstanding. */
const TABLE: Readonly<Record<string, Entry>> = {
  '40001': { reaction: 'refresh-token', means: 'the access token was replaced, perhaps by another system with this appid' },
  '40014': { reaction: 'refresh-token', means: 'the access token is not one' },
  '42001': { reaction: 'refresh-token', means: 'the access token has expired' },
  '-1': { reaction: 'retry', means: 'WeChat is busy' },
  '45011': { reaction: 'retry', means: "the minute's limit is used up", minute: true },
  TIMEOUT: { reaction: 'retry', means: 'no answer in time', lost: true },
  UNREACHABLE: { reaction: 'retry', means: 'no connection, or an answer that is not from WeChat', lost: true },
  MALFORMED: { reaction: 'retry', means: 'an answer that is not what WeChat promises', lost: true },
  TEMPLATE_MISSING: { reaction: 'hold', means: 'the account has no template of this title, its messages wait: npm run wechat -- templates add' },
  TEMPLATE_CHANGED: {
    reaction: 'hold',
    means: "the account's template of this title has other keywords than its messages, which wait: npm run wechat -- templates check",
  },
  '45009': { reaction: 'park', means: "the day's quota is used up", alarm: true },
  '40003': { reaction: 'never', means: 'no openid of this account' },
  '40037': { reaction: 'never', means: 'no template of this account' },
  '40249': { reaction: 'never', means: 'WeChat takes the message for marketing', alarm: true },
  '43004': { reaction: 'never', means: 'does not follow the account' },
  '43101': { reaction: 'never', means: 'the person refuses messages' },
  '43116': { reaction: 'never', means: 'WeChat restricts messages to the person' },
  '47003': { reaction: 'never', means: 'a value breaks the limits of its keyword', alarm: true },
  '48001': { reaction: 'never', means: 'the account may not call this: check its verification and permissions', alarm: true },
  '45029': { reaction: 'never', means: 'the account has all the permanent QR codes that it may have', alarm: true },
  '40164': { reaction: 'alarm', means: "this server's address is not in the IP whitelist" },
  '40013': { reaction: 'alarm', means: 'WECHAT_APP_ID is wrong' },
  '40125': { reaction: 'alarm', means: 'WECHAT_APP_SECRET is wrong' },
  '40243': { reaction: 'alarm', means: 'the AppSecret is frozen in the console' },
};

/** A connection that broke while it was used; any other word of the system's says that there was none. */
const BROKEN = new Set(['ECONNRESET', 'EPIPE']);
const MINUTE = 60_000;
/** Back off 1 s·2^n, up to this. */
const LONGEST = 10 * MINUTE;
/** How often what waits for an operator is tried again. */
const OPERATOR = 10 * MINUTE;

/** When WeChat's quotas of a day begin anew: the next midnight in Shanghai. */
export function quotaResets(now: Date): Date {
  return new Date(instantAt(addDays(localTime(now.getTime()).date, 1)));
}

/** An errcode of WeChat, or one of ours for a call that never came to an answer. Carries no token, url or text of WeChat's. */
export class WechatFault extends Error {
  constructor(
    /** WeChat's errcode, or `TIMEOUT`, `UNREACHABLE`, `MALFORMED`, `TEMPLATE_MISSING`, `TEMPLATE_CHANGED`. */
    readonly code: string,
    readonly reaction: Reaction,
    /** What WeChat's words name, as far as it is known to be harmless: an address, a keyword, a template's title, the request's id. */
    readonly detail = '',
  ) {
    super(`WeChat answered ${code}${detail && ` (${detail})`}`);
  }

  /** True when an operator should know of it. */
  get alarming(): boolean {
    return this.reaction === 'alarm' || this.reaction === 'hold' || TABLE[this.code]?.alarm === true;
  }

  /** True when the table says nothing of it. */
  get unknown(): boolean {
    return !Object.hasOwn(TABLE, this.code);
  }

  /** True when not only this call fails: no other would pass before the same instant. */
  get forAll(): boolean {
    return this.reaction === 'alarm' || this.reaction === 'park' || TABLE[this.code]?.minute === true;
  }

  /** True when the call may have had its effect all the same: its answer was lost, and not the way to WeChat. */
  get uncertain(): boolean {
    return TABLE[this.code]?.lost === true && (this.detail === '' || BROKEN.has(this.detail));
  }

  /** The fault of a call that is about the account and nobody's message: what will never pass waits for an operator. */
  ofAccount(): WechatFault {
    return this.reaction === 'never' ? new WechatFault(this.code, 'alarm', this.detail) : this;
  }

  /** What the code means, for an operator. */
  get means(): string {
    return TABLE[this.code]?.means ?? 'a code without an entry in the table';
  }

  /** When the same call may be tried again, after `attempts` of them; null when never. */
  retryAfter(now: Date, attempts = 1): Date | null {
    const time = now.getTime();
    if (this.reaction === 'never') return null;
    if (this.reaction === 'park') return quotaResets(now);
    if (this.reaction === 'alarm' || this.reaction === 'hold') return new Date(time + OPERATOR);
    const wait = Math.min(1_000 * 2 ** Math.max(0, attempts - 1), LONGEST);
    if (TABLE[this.code]?.minute) return new Date(Math.max(time + wait, (Math.floor(time / MINUTE) + 1) * MINUTE));
    return new Date(time + wait);
  }
}

/** What to do about a code. */
export function reactionTo(code: string): Reaction {
  return TABLE[code]?.reaction ?? 'never';
}

/** Every code of the table, for pages and tests. */
export const knownCodes: readonly string[] = Object.keys(TABLE);

const fault = (code: string, detail?: string): WechatFault => new WechatFault(code, reactionTo(code), detail);

/** What of WeChat's words is worth keeping, and can be neither token nor secret nor anything that a person wrote. */
const TELLING = [
  /\binvalid ip ((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]{3,39})\b/i,
  /\b(data\.[a-z_]{1,20}\d{1,3}\.value)\b/,
  /\brid: ?([0-9a-f]{8}(?:-[0-9a-f]{8}){1,2})\b/,
];

const SYSTEM_CODE = /^[A-Z][A-Z_]{2,50}$/;

function detailOf(message: string): string {
  return TELLING.flatMap((pattern) => pattern.exec(message)?.[1] ?? []).join(', ');
}

/** Any error of the two libraries as a fault. Their messages hold urls with tokens, so nothing else of them is kept. */
export function faultOf(error: unknown): WechatFault {
  if (error instanceof WechatFault) return error;
  const { code, name = '', message = '' } = (error ?? {}) as { code?: number | string; name?: string; message?: string };
  if (typeof code === 'number') return fault(String(code), detailOf(message));
  if (/^JSON\b/.test(message) || name.includes('JSON')) return fault('MALFORMED');
  // A timeout says so in its name or code; the message holds a url, in which anything may stand.
  if (/timeout|ETIMEDOUT/i.test(`${name} ${String(code)}`)) return fault('TIMEOUT');
  // ENOTFOUND, ECONNREFUSED, SELF_SIGNED_CERT_IN_CHAIN …: the system's word for what stands between us and WeChat.
  return fault('UNREACHABLE', SYSTEM_CODE.test(String(code)) ? String(code) : undefined);
}
