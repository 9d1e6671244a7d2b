import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import QRCode from 'qrcode';
import { LimitedMap } from './bounded.js';
import { randomId } from './ids.js';
import type { SimState } from './state.js';
import { Failure, wire, type Answer } from './wire.js';

const LONGEST = 2_592_000;
const SHORTEST = 60;
const MOST_PERMANENT = 100_000;

/** A code that leads to the account, and what it is about. */
export interface SceneCode {
  ticket: string;
  scene: string;
  url: string;
  expiresAt: number;
}

const TEMPORARY = ['QR_SCENE', 'QR_STR_SCENE'];
const PERMANENT = ['QR_LIMIT_SCENE', 'QR_LIMIT_STR_SCENE'];

/** Codes with a scene. The permanent ones are kept, 100,000 at most; of the temporary ones the last 20,000. */
export class SceneCodes {
  #byTicket = new LimitedMap<string, SceneCode>(20_000);
  #byUrl = new LimitedMap<string, SceneCode>(20_000);
  #permanent = new Map<string, SceneCode>();

  constructor(private readonly now: () => number) {}

  create(scene: string, life: number): SceneCode | undefined {
    const permanent = life === Infinity;
    const known = permanent ? this.#permanent.get(scene) : undefined;
    if (known) return known;
    if (permanent && this.#permanent.size >= MOST_PERMANENT) return undefined;
    const url = `http://weixin.qq.com/q/02${randomId(20)}`;
    const code = { ticket: `gQ${randomBytes(66).toString('base64').replaceAll('/', '_').replaceAll('+', '-')}AA==`, scene, url, expiresAt: this.now() + life };
    this.#byTicket.set(code.ticket, code);
    this.#byUrl.set(url, code);
    if (permanent) this.#permanent.set(scene, code);
    return code;
  }

  byTicket(ticket: string | undefined): SceneCode | undefined {
    if (!ticket) return undefined;
    return this.#valid(this.#byTicket.get(ticket) ?? this.#find((code) => code.ticket === ticket));
  }

  /** The code whose picture holds this address. */
  byUrl(url: string): SceneCode | undefined {
    return this.#valid(this.#byUrl.get(url) ?? this.#find((code) => code.url === url));
  }

  latest(count: number): SceneCode[] {
    return [...this.#byUrl.values()].slice(-count).filter((code) => code.expiresAt > this.now());
  }

  #find(fits: (code: SceneCode) => boolean): SceneCode | undefined {
    for (const code of this.#permanent.values()) if (fits(code)) return code;
    return undefined;
  }

  #valid(code: SceneCode | undefined): SceneCode | undefined {
    return code && code.expiresAt > this.now() ? code : undefined;
  }
}

/** The scene as the events will carry it, or nothing when it breaks the action's rules. */
function sceneOf(action: string, info: unknown): string | undefined {
  const scene = (info as { scene?: { scene_id?: unknown; scene_str?: unknown } } | null | undefined)?.scene;
  if (action.includes('_STR_')) {
    const text = scene?.scene_str;
    return typeof text === 'string' && text.length >= 1 && text.length <= 64 ? text : undefined;
  }
  const id = Number(scene?.scene_id);
  const most = action === 'QR_SCENE' ? 0xffff_ffff : MOST_PERMANENT;
  return Number.isInteger(id) && id >= 1 && id <= most ? String(id) : undefined;
}

function create(state: SimState, body: Record<string, unknown>): Answer {
  const action = String(body['action_name']);
  const permanent = PERMANENT.includes(action);
  if (!permanent && !TEMPORARY.includes(action)) return new Failure(40052);
  const scene = sceneOf(action, body['action_info']);
  if (scene === undefined) return new Failure(40053);
  if (permanent) {
    const code = state.codesWithScene.create(scene, Infinity);
    return code ? { ticket: code.ticket, url: code.url } : new Failure(45029);
  }
  const asked = body['expire_seconds'] ?? SHORTEST;
  if (typeof asked !== 'number' || !Number.isInteger(asked) || asked < 1 || asked > LONGEST) return new Failure(40097);
  const code = state.codesWithScene.create(scene, asked * 1000);
  return code ? { ticket: code.ticket, expire_seconds: asked, url: code.url } : new Failure(45029);
}

/** Routes: make a code, and its picture, which needs no token. */
export function registerQr(app: FastifyInstance, state: SimState): void {
  wire(app, state, {
    method: 'POST',
    path: '/cgi-bin/qrcode/create',
    guarded: true,
    handle: ({ body }) => {
      const answer = create(state, body);
      state.changed('phone');
      return answer;
    },
  });
  app.get<{ Querystring: { ticket?: string } }>('/cgi-bin/showqrcode', async (request, reply) => {
    const code = state.codesWithScene.byTicket(request.query.ticket);
    if (!code) return reply.code(404).send('');
    const picture = await QRCode.toBuffer(code.url, { width: 430, margin: 2, errorCorrectionLevel: 'M' });
    return reply.type('image/png').send(picture);
  });
}
