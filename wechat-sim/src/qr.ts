import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { LimitedMap, Recent } from './bounded.js';
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
  /** By ticket, and by the address in the picture. */
  #temporary = new LimitedMap<string, SceneCode>(40_000);
  #permanent = new Map<string, SceneCode>();
  #byScene = new Map<string, SceneCode>();
  #latest = new Recent<SceneCode>(5);

  constructor(
    private readonly now: () => number,
    private readonly most = MOST_PERMANENT,
  ) {}

  /** A new code, or for a permanent scene the one it has; nothing when there are too many. */
  create(scene: string, life: number): SceneCode | undefined {
    const permanent = life === Infinity;
    const known = permanent ? this.#byScene.get(scene) : undefined;
    if (known) return known;
    if (permanent && this.#byScene.size >= this.most) return undefined;
    const url = `http://weixin.qq.com/q/02${randomId(20)}`;
    const code = { ticket: `gQ${randomBytes(66).toString('base64url')}AA==`, scene, url, expiresAt: this.now() + life };
    for (const key of [code.ticket, url]) (permanent ? this.#permanent : this.#temporary).set(key, code);
    if (permanent) this.#byScene.set(scene, code);
    this.#latest.add(code);
    return code;
  }

  byTicket(ticket: string | undefined): SceneCode | undefined {
    return ticket?.startsWith('gQ') ? this.#valid(ticket) : undefined;
  }

  /** The code whose picture holds this address. */
  byUrl(url: string): SceneCode | undefined {
    return url.startsWith('http:') ? this.#valid(url) : undefined;
  }

  /** The newest that are still good. */
  latest(): SceneCode[] {
    return this.#latest.all().filter((code) => code.expiresAt > this.now());
  }

  #valid(key: string): SceneCode | undefined {
    const code = this.#permanent.get(key) ?? this.#temporary.get(key);
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
    // Loaded on first use: most runs of the simulator never draw one.
    const { default: QRCode } = await import('qrcode');
    const picture = await QRCode.toBuffer(code.url, { width: 430, margin: 2, errorCorrectionLevel: 'M' });
    return reply.type('image/png').send(picture);
  });
}
