/** What a failed call to WeChat means for the caller. */
export type Reaction = 'refresh-token' | 'retry' | 'never';

/** An errcode of WeChat, or one of ours for a call that never came to an answer. */
export class WechatFault extends Error {
  constructor(
    /** WeChat's errcode, or `TIMEOUT`, `UNREACHABLE`, `MALFORMED`. */
    readonly code: string,
    readonly reaction: Reaction,
  ) {
    super(`WeChat answered ${code}`);
  }
}

const REFRESH = new Set(['40001', '40014', '42001']);
/** Busy, over a limit, or not yet allowed in: the same call may pass later. */
const RETRY = new Set(['-1', '45009', '45011', '40164', 'TIMEOUT', 'UNREACHABLE', 'MALFORMED']);

/** What to do about a code. Unknown codes are final: a message must not be tried for ever on a misunderstanding. */
export function reactionTo(code: string): Reaction {
  if (REFRESH.has(code)) return 'refresh-token';
  return RETRY.has(code) ? 'retry' : 'never';
}

/** Any error of the two libraries as a fault. Their messages hold urls with tokens, so nothing of them is kept. */
export function faultOf(error: unknown): WechatFault {
  if (error instanceof WechatFault) return error;
  const { code, name, message = '' } = (error ?? {}) as { code?: number | string; name?: string; message?: string };
  if (typeof code === 'number') return new WechatFault(String(code), reactionTo(String(code)));
  if (/JSON/.test(message)) return new WechatFault('MALFORMED', 'retry');
  if (/timeout/i.test(`${name} ${String(code)} ${message}`)) return new WechatFault('TIMEOUT', 'retry');
  return new WechatFault('UNREACHABLE', 'retry');
}
