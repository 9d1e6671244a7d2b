import { type Dispatcher, Pool } from 'undici';
import { faultOf, reactionTo, WechatFault } from './outcome.js';

/** No answer of WeChat's to a message is longer than a few hundred bytes; one that is comes from somebody else. */
const MOST_BYTES = 1_000_000;
/** Numbers that a double can't hold: they are read as text. */
const LONG_NUMBER = /"(msgid|msg_id)"\s*:\s*(\d+)/g;
/** WeChat has been seen to leave them in its words; JSON forbids them. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f]/g;

const JSON_TYPE = { 'content-type': 'application/json' };
const faultNamed = (code: string): WechatFault => new WechatFault(code, reactionTo(code));

/** WeChat's answer, or the fault that it is. */
function answerOf(text: string): Record<string, unknown> {
  let answer: unknown;
  try {
    answer = JSON.parse(text.replace(LONG_NUMBER, '"$1":"$2"').replace(CONTROL, ' '));
  } catch {
    throw faultNamed('MALFORMED');
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw faultNamed('MALFORMED');
  const { errcode, errmsg } = answer as { errcode?: unknown; errmsg?: unknown };
  if (typeof errcode === 'number' && errcode !== 0) throw faultOf({ code: errcode, message: String(errmsg) });
  return answer as Record<string, unknown>;
}

/** One call: it ends once, by its answer, an error, or its time running out. */
class Call implements Dispatcher.DispatchHandler {
  private status = 0;
  private text = '';
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | null = null;
  private ended = false;

  constructor(
    timeout: number,
    private readonly resolve: (answer: Record<string, unknown>) => void,
    private readonly reject: (fault: WechatFault) => void,
  ) {
    // One limit for all of it, the wait for a connection too: an answer that trickles in must not hold a connection for ever.
    this.timer = setTimeout(() => this.fail(faultNamed('TIMEOUT')), timeout);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.ended) controller.abort(new Error('too late'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    // Bytes that make no character where parts meet would spoil a word at most: numbers and codes are of one byte each.
    this.text += part.toString('utf8');
    if (this.text.length > MOST_BYTES) this.fail(faultNamed('MALFORMED'));
  }

  onResponseEnd(): void {
    if (this.ended) return;
    this.end();
    try {
      if (this.status < 200 || this.status > 204) throw faultNamed('UNREACHABLE');
      this.resolve(answerOf(this.text));
    } catch (error) {
      this.reject(faultOf(error));
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(faultOf(error));
  }

  private fail(fault: WechatFault): void {
    if (this.ended) return;
    this.end();
    this.reject(fault);
    this.controller?.abort(fault);
  }

  private end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }
}

/**
 * Posts JSON over kept connections and does no more: the one call that goes out a hundred thousand times in a row. All others go
 * through co-wechat-api, whose request takes three times the processor time. Throws WechatFault, as `faultOf` makes it of the
 * library's errors; nothing of the address, in which the token stands, is in it.
 */
export class Wire {
  private readonly pool: Pool;
  private readonly folder: string;

  constructor(
    base: string,
    connections: number,
    private readonly timeout: number,
  ) {
    const { origin, pathname } = new URL(base);
    this.folder = pathname.replace(/\/$/, '');
    // The time of a call is watched by the call itself.
    this.pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect: { timeout } });
  }

  /** `path` with its query, without a slash before it. */
  post(path: string, body: string): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      this.pool.dispatch({ path: `${this.folder}/${path}`, method: 'POST', headers: JSON_TYPE, body }, new Call(this.timeout, resolve, reject));
    });
  }

  /** Ends all connections, whatever goes on over them. */
  close(): Promise<void> {
    return this.pool.destroy();
  }
}
