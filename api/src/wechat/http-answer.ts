/** An HTTP answer as far as we need it: its status, its text, and whether another request may follow over the same connection. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly keep: boolean;
}

/** Longer heads come from nobody that we call. */
const MOST_HEAD = 16_384;
const STATUS = /^HTTP\/1\.([01]) (\d{3})[ \r]/;
const LENGTH = /\r\ncontent-length:[ \t]*(\d{1,9})[ \t]*(?=\r|$)/i;
const CHUNKED = /\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?=\r|$)/i;
const CODED = /\r\ntransfer-encoding:/i;
const CLOSE = /\r\nconnection:[^\r]*\bclose\b/i;
const CHUNK = /^([0-9a-f]{1,7})[ \t]*(?:;[^\r]*)?\r\n/i;
const BEYOND_ASCII = /[\u0080-\u00ff]/;

/** What is no HTTP/1 answer: the connection is of no more use. */
export class NoAnswer extends Error {}

interface Head {
  readonly status: number;
  readonly keep: boolean;
  /** Where the body begins. */
  readonly at: number;
  /** The body's bytes; null: in chunks; Infinity: until the connection ends. */
  readonly length: number | null;
}

/**
 * Reads one answer of HTTP/1 after the other (RFC 9112, 4 and 6), cut into pieces anywhere: a body of a stated length, in chunks, or until
 * the connection ends. Takes text with a character for each byte (latin1); what it gives is UTF-8.
 */
export class AnswerReader {
  private bytes = '';
  private head: Head | null = null;

  /** Takes a piece; gives the answer once it is whole. Throws `NoAnswer`. */
  push(piece: string): HttpAnswer | null {
    this.bytes = this.bytes === '' ? piece : this.bytes + piece;
    this.head ??= this.readHead();
    if (!this.head) return null;
    const { at, length } = this.head;
    if (length === null) return this.readChunks(at);
    return this.bytes.length < at + length ? null : this.give(this.bytes.slice(at, at + length), at + length);
  }

  /** The connection ended: the answer that ends with it, or null. */
  end(): HttpAnswer | null {
    return this.head?.length === Infinity ? this.give(this.bytes.slice(this.head.at), this.bytes.length) : null;
  }

  /** Bytes that wait for the rest. */
  get size(): number {
    return this.bytes.length;
  }

  private readHead(): Head | null {
    const end = this.bytes.indexOf('\r\n\r\n');
    if (end < 0 && this.bytes.length < MOST_HEAD) return null;
    const text = this.bytes.slice(0, end);
    const found = STATUS.exec(`${text}\r`);
    if (end < 0 || end > MOST_HEAD || !found) throw new NoAnswer();
    const status = Number(found[2]);
    if (status < 200) {
      // “Go on” and the like: the answer itself follows.
      this.bytes = this.bytes.slice(end + 4);
      return this.readHead();
    }
    const length = lengthOf(text, status);
    return { status, at: end + 4, length, keep: found[1] === '1' && length !== Infinity && !CLOSE.test(text) };
  }

  private readChunks(from: number): HttpAnswer | null {
    let body = '';
    for (let at = from; ;) {
      const line = this.bytes.slice(at, at + 256);
      const size = CHUNK.exec(line);
      if (!size) {
        if (line.includes('\r\n') || line.length === 256) throw new NoAnswer();
        return null;
      }
      at += size[0].length;
      const length = parseInt(size[1] as string, 16);
      if (length === 0) return this.readTrailer(body, at);
      if (this.bytes.length < at + length + 2) return null;
      if (!this.bytes.startsWith('\r\n', at + length)) throw new NoAnswer();
      body += this.bytes.slice(at, at + length);
      at += length + 2;
    }
  }

  private readTrailer(body: string, at: number): HttpAnswer | null {
    if (this.bytes.startsWith('\r\n', at)) return this.give(body, at + 2);
    const end = this.bytes.indexOf('\r\n\r\n', at);
    return end < 0 ? null : this.give(body, end + 4);
  }

  private give(body: string, end: number): HttpAnswer {
    const { status, keep } = this.head as Head;
    // Nobody asked for what follows: the next request would take it for its answer.
    const more = this.bytes.length > end;
    this.bytes = '';
    this.head = null;
    return { status, text: BEYOND_ASCII.test(body) ? Buffer.from(body, 'latin1').toString('utf8') : body, keep: keep && !more };
  }
}

function lengthOf(head: string, status: number): number | null {
  if (status === 204 || status === 304) return 0;
  if (CHUNKED.test(head)) return null;
  if (CODED.test(head)) throw new NoAnswer();
  const [, length] = LENGTH.exec(head) ?? [];
  return length === undefined ? Infinity : Number(length);
}
