import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { LimitedMap } from './bounded.js';
import { type Html, html, sendPage } from './html.js';
import { randomId } from './ids.js';
import { ownPageAddress, slugOfHost, toPersonHost, whoIsAsking, type Person } from './people.js';
import type { SimState } from './state.js';
import { Failure, wire, type Answer } from './wire.js';

const LIFE = 3_600_000;

/** verify_ret of queryverifyinfo. */
export const VERIFY = { passed: 10_000, otherPerson: 10_003, failed: 10_004, unsupported: 90_001, cancelled: 90_004, unfinished: 90_100 } as const;

const CertInfo = z.object({ cert_type: z.literal('IDENTITY_CARD'), cert_name: z.string().min(1), cert_no: z.string().min(1) });
type Cert = z.infer<typeof CertInfo>;

interface Check {
  verifyId: string;
  sequence: string;
  cert: Cert;
  openid: string;
  expiresAt: number;
  result: number;
}

/** Face checks that were begun. */
export class Faces {
  #checks = new LimitedMap<string, Check>(2000);

  constructor(private readonly now: () => number) {}

  begin(sequence: string, cert: Cert, openid: string): string {
    const verifyId = randomId(64);
    this.#checks.set(verifyId, { verifyId, sequence, cert, openid, expiresAt: this.now() + LIFE, result: VERIFY.unfinished });
    return verifyId;
  }

  get(verifyId: unknown): Check | undefined {
    return typeof verifyId === 'string' ? this.#checks.get(verifyId) : undefined;
  }

  /** A check that can still be done: neither over nor done before. */
  open(verifyId: unknown): Check | undefined {
    const check = this.get(verifyId);
    return check && check.result === VERIFY.unfinished && this.now() < check.expiresAt ? check : undefined;
  }
}

/** The hash over the papers that the platform must repeat when it asks for the result. */
export function certHash(cert: Cert): string {
  const parts = Object.entries({ cert_type: cert.cert_type, cert_name: cert.cert_name, cert_no: cert.cert_no });
  const line = parts.map(([name, value]) => `${name}=${Buffer.from(value).toString('base64')}`).join('&');
  return createHash('sha256').update(line).digest('hex');
}

function begin(state: SimState, body: Record<string, unknown>): Answer {
  const cert = CertInfo.safeParse(body['cert_info']);
  const sequence = body['out_seq_no'];
  if (!cert.success || typeof sequence !== 'string' || !sequence) return new Failure(40097);
  const person = state.people.byOpenid(body['openid']);
  if (!person) return new Failure(40003);
  return { errcode: 0, errmsg: 'ok', verify_id: state.faces.begin(sequence, cert.data, person.openid), expires_in: LIFE / 1000 };
}

function query(state: SimState, body: Record<string, unknown>): Answer {
  const check = state.faces.get(body['verify_id']);
  if (!check) return new Failure(40097, 'invalid verify_id');
  if (check.sequence !== body['out_seq_no']) return new Failure(40097, 'invalid out_seq_no');
  if (check.openid !== body['openid']) return new Failure(40003);
  if (certHash(check.cert) !== body['cert_hash']) return new Failure(40097, 'invalid cert_hash');
  return { errcode: 0, errmsg: 'ok', verify_ret: check.result };
}

/** A face is only as good as its owner: whoever's papers are known passes with these papers alone. */
function resultOf(choice: string | null, check: Check, person: Person | undefined): number | undefined {
  if (choice === 'fail') return VERIFY.failed;
  if (choice === 'cancel') return VERIFY.cancelled;
  if (choice === 'unsupported') return VERIFY.unsupported;
  if (choice !== 'pass') return undefined;
  const other = (known: string | undefined, given: string): boolean => known !== undefined && known.toUpperCase() !== given.toUpperCase();
  return person && (other(person.name, check.cert.cert_name) || other(person.idNumber, check.cert.cert_no)) ? VERIFY.otherPerson : VERIFY.passed;
}

/** Ends a check by what was pressed: the verdict, or nothing when there is no such check or no such button. */
export function finishCheck(state: SimState, verifyId: unknown, choice: string | null): number | undefined {
  const check = state.faces.open(verifyId);
  const result = check && resultOf(choice, check, state.people.byOpenid(check.openid));
  if (check && result !== undefined) check.result = result;
  return result;
}

/** Where the page goes afterwards: to the platform and nowhere else, on the host it came from. */
function safeReturn(state: SimState, link: string | null, slug: string | undefined): string | undefined {
  if (!link || !URL.canParse(link)) return undefined;
  const home = new URL(state.options.publicUrl);
  const url = new URL(link);
  const own = url.host === home.host || (slugOfHost(url.host) !== undefined && home.hostname === 'localhost' && url.port === home.port);
  return own && url.protocol === home.protocol ? toPersonHost(link, slug, state.options.publicUrl) : undefined;
}

const masked = (cert: Cert): string => `${cert.cert_name.slice(0, 1)}* ${cert.cert_no.slice(0, 4)}**********${cert.cert_no.slice(-4)}`;

const note = (title: string, more: Html): Html =>
  html`<h1>${title}</h1>
    ${more}`;

/** The page that stands for the camera. */
function sendFacePage(reply: FastifyReply, check: Check | undefined, back: string | undefined): FastifyReply {
  if (!back) return sendPage(reply, '人脸识别', note('返回地址不对', html`<p>return 只能是本平台的网页。</p>`), 400);
  if (!check) return sendPage(reply, '人脸识别', note('核验已结束或已过期', html`<p><a class="button" href="${back}">返回</a></p>`), 410);
  const body = html`<p class="banner">模拟环境</p>
    <h1>人脸识别</h1>
    <p>正在核验 ${masked(check.cert)}</p>
    <div class="face" aria-hidden="true"></div>
    <form method="post" action="/sim/face">
      <input type="hidden" name="verify_id" value="${check.verifyId}" /><input type="hidden" name="return" value="${back}" />
      <button class="main" name="result" value="pass">通过</button><button name="result" value="fail">未通过</button>
      <button name="result" value="cancel">取消</button><button name="result" value="unsupported">设备不支持</button>
    </form>`;
  return sendPage(reply, '人脸识别', body);
}

/** Routes: the two calls of the server, and the page that stands for the camera. */
export function registerFace(app: FastifyInstance, state: SimState): void {
  const guarded = true;
  wire(app, state, { method: 'POST', path: '/cityservice/face/identify/getverifyid', guarded, handle: ({ body }) => begin(state, body) });
  wire(app, state, { method: 'POST', path: '/cityservice/face/identify/queryverifyinfo', guarded, handle: ({ body }) => query(state, body) });

  app.get<{ Querystring: { verify_id?: string; return?: string } }>('/sim/face', (request, reply) => {
    const slug = whoIsAsking(state, request)?.slug;
    const own = ownPageAddress(request, slug);
    if (own) return reply.redirect(own);
    return sendFacePage(reply, state.faces.open(request.query.verify_id), safeReturn(state, request.query.return ?? null, slug));
  });

  app.post('/sim/face', (request, reply) => {
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
    const back = safeReturn(state, form.get('return'), undefined);
    if (!back) return reply.code(400).send({ error: 'return' });
    finishCheck(state, form.get('verify_id'), form.get('result'));
    return reply.redirect(back, 303);
  });
}
