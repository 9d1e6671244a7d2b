import type { HttpAnswer } from './http-answer.js';
import { Line, type Request } from './line.js';
import { faultOf, reactionTo, WechatFault } from './outcome.js';

/** Numbers that a double can't hold: they are read as text. */
const LONG_NUMBER = /"(msgid|msg_id)"\s*:\s*(\d+)/g;
/** WeChat has been seen to leave them in its words; JSON forbids them. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f]/g;

const BEYOND_ASCII = /[^\0-\x7f]/;

/** Text with a character for each byte of its UTF-8: its length is its size, and it is written as it stands. */
export const byteText = (text: string): string => (BEYOND_ASCII.test(text) ? Buffer.from(text).toString('latin1') : text);

const faultNamed = (code: string): WechatFault => new WechatFault(code, reactionTo(code));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replace(CONTROL, ' '));
  }
}

/** WeChat's answer, or the fault that it is. */
function answerOf(text: string): Record<string, unknown> {
  let answer: unknown;
  try {
    answer = parse(text.replace(LONG_NUMBER, '"$1":"$2"'));
  } catch {
    throw faultNamed('MALFORMED');
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw faultNamed('MALFORMED');
  const { errcode, errmsg } = answer as { errcode?: unknown; errmsg?: unknown };
  if (typeof errcode === 'number' && errcode !== 0) throw faultOf({ code: errcode, message: String(errmsg) });
  return answer as Record<string, unknown>;
}

/** One call: it ends once, by its answer, an error, or its time running out. */
class Call implements Request {
  private readonly timer: NodeJS.Timeout;
  private line: Line | null = null;
  ended = false;

  constructor(
    readonly bytes: string,
    timeout: number,
    private readonly resolve: (answer: Record<string, unknown>) => void,
    private readonly reject: (fault: WechatFault) => void,
  ) {
    // One limit for all of it, the wait for a connection too: an answer that trickles in must not hold a connection for ever.
    this.timer = setTimeout(() => this.expire(), timeout);
  }

  sendOver(line: Line): void {
    this.line = line;
    line.send(this);
  }

  answered({ status, text }: HttpAnswer): void {
    if (!this.end()) return;
    try {
      if (status < 200 || status > 204) throw faultNamed('UNREACHABLE');
      this.resolve(answerOf(text));
    } catch (error) {
      this.reject(faultOf(error));
    }
  }

  failed(error: unknown): void {
    if (this.end()) this.reject(faultOf(error));
  }

  private expire(): void {
    if (!this.end()) return;
    this.line?.close();
    this.reject(faultNamed('TIMEOUT'));
  }

  private end(): boolean {
    const first = !this.ended;
    this.ended = true;
    clearTimeout(this.timer);
    return first;
  }
}

/**
 * Posts JSON over kept connections and does no more: the one call that goes out a hundred thousand times in a row (docs/adr/0008-wire.md).
 * All others go through co-wechat-api. Throws WechatFault, as `faultOf` makes it of the library's errors; nothing of the address, in which
 * the token stands, is in it.
 */
export class Wire {
  private readonly base: URL;
  private readonly folder: string;
  private readonly lines = new Set<Line>();
  private readonly free: Line[] = [];
  private readonly waiting: Call[] = [];
  /** What stands before the length: alike in call after call. */
  private head = { path: '', text: '' };

  /** `timeout` in milliseconds; `authority`, a certificate (PEM), is trusted in place of the known ones. */
  constructor(
    base: string,
    private readonly connections: number,
    private readonly timeout: number,
    private readonly authority?: string,
  ) {
    this.base = new URL(base);
    this.folder = this.base.pathname.replace(/\/$/, '');
  }

  /** `path` with its query, without a slash before it; `body` as `byteText` gives it. */
  post(path: string, body: string): Promise<Record<string, unknown>> {
    if (this.head.path !== path) {
      const text = `POST ${this.folder}/${path} HTTP/1.1\r\nhost: ${this.base.host}\r\ncontent-type: application/json\r\ncontent-length: `;
      this.head = { path, text };
    }
    const bytes = `${this.head.text}${body.length}\r\n\r\n${body}`;
    return new Promise((resolve, reject) => {
      this.waiting.push(new Call(bytes, this.timeout, resolve, reject));
      this.next();
    });
  }

  /** Ends all connections, whatever goes on over them. */
  close(): void {
    for (const call of this.waiting.splice(0)) call.failed(null);
    for (const line of [...this.lines]) line.close();
  }

  /** Gives the next call a connection, if there is one or may be one more. */
  private next(): void {
    while (this.waiting[0]?.ended) this.waiting.shift();
    if (this.waiting.length === 0) return;
    const line = this.free.pop() ?? (this.lines.size < this.connections ? this.open() : null);
    if (line) this.waiting.shift()?.sendOver(line);
  }

  private open(): Line {
    const line: Line = new Line(
      this.base,
      this.authority,
      () => {
        this.free.push(line);
        this.next();
      },
      () => {
        if (!this.lines.delete(line)) return;
        const at = this.free.indexOf(line);
        if (at >= 0) this.free.splice(at, 1);
        this.next();
      },
    );
    this.lines.add(line);
    return line;
  }
}
