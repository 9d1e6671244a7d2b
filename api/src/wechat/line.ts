import net from 'node:net';
import tls from 'node:tls';
import { AnswerReader, type HttpAnswer } from './http-answer.js';

/** What is sent over a line, and who hears of its end: one of the two, once. */
export interface Request {
  /** A character for each byte. */
  readonly bytes: string;
  answered(answer: HttpAnswer): void;
  failed(error: unknown): void;
}

/** No answer of WeChat's to a message is longer than a few hundred bytes; one that is comes from somebody else. */
const MOST_BYTES = 1_000_000;
/** An idle connection is given up before whoever is at its other end does. */
const IDLE = 30_000;

/** A kept connection that carries one request at a time. TLS where the address says so, with its certificate checked. */
export class Line {
  private readonly socket: net.Socket;
  private readonly reader = new AnswerReader();
  private request: Request | null = null;

  /** `idle` is called when it may carry another request, `ended` when it carries none any more (more than once is nothing new). */
  constructor(
    { protocol, hostname, port }: URL,
    ca: string | undefined,
    private readonly idle: () => void,
    private readonly ended: () => void,
  ) {
    const host = hostname.replace(/^\[|\]$/g, '');
    const secure = protocol === 'https:';
    const where = { host, port: Number(port || (secure ? 443 : 80)), noDelay: true, keepAlive: true };
    // An address has no name that a server could be asked for.
    this.socket = secure ? tls.connect({ ...where, ca, ...(net.isIP(host) === 0 && { servername: host }) }) : net.connect(where);
    this.socket.on('data', (piece: Buffer) => this.take(piece));
    this.socket.on('error', (error) => this.fail(error));
    this.socket.on('end', () => this.finish());
    this.socket.on('close', () => this.finish());
    this.socket.setTimeout(IDLE, () => this.request ?? this.socket.destroy());
  }

  /** Only while it carries none. */
  send(request: Request): void {
    this.request = request;
    this.socket.write(request.bytes, 'latin1');
  }

  /** Ends it, whatever it carries. */
  close(): void {
    this.fail(null);
  }

  private take(piece: Buffer): void {
    try {
      const answer = this.reader.push(piece.toString('latin1'));
      if (answer) this.give(answer);
      else if (this.reader.size > MOST_BYTES) this.fail(new SyntaxError('JSON too long'));
    } catch (error) {
      this.fail(error);
    }
  }

  private give(answer: HttpAnswer): void {
    const { request } = this;
    this.request = null;
    if (answer.keep && request) this.idle();
    else this.socket.destroy();
    request?.answered(answer);
  }

  private finish(): void {
    const answer = this.reader.end();
    if (answer) this.give(answer);
    this.fail(null);
  }

  private fail(error: unknown): void {
    const { request } = this;
    this.request = null;
    this.socket.destroy();
    this.ended();
    request?.failed(error);
  }
}
