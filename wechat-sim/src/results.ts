import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Delivery } from './chat.js';
import { resultPush } from './events.js';
import type { Person } from './people.js';
import type { SimState } from './state.js';
import { parseObject } from './wire.js';

const STATUSES = ['success', 'user block', 'system failed'] as const;
type Status = (typeof STATUSES)[number];

const share = z.number().min(0).max(1);
const Settings = z.object({
  /** How long after the sending the result comes, in ms. */
  delay: z.number().int().nonnegative().max(600_000),
  /** What becomes of messages, unless the person's own setting says otherwise. */
  status: z.enum(STATUSES),
  /** The share of results that are written in one of the odd ways seen in the field. */
  odd: share,
  /** The share that comes twice. */
  duplicates: share,
  /** The share that is followed by another result. */
  contradictions: share,
  /** The share that never comes. */
  lost: share,
  /** Results overtake one another. */
  reorder: z.boolean(),
});
type ResultSettings = z.infer<typeof Settings>;

const QUIET: ResultSettings = { delay: 300, status: 'success', odd: 0, duplicates: 0, contradictions: 0, lost: 0, reorder: false };

const WRITTEN: Record<Status, string> = { success: 'success', 'user block': 'failed:user block', 'system failed': 'failed: system failed' };
const ODD: Record<Status, string[]> = {
  success: ['Success', ' success', 'success ', 'SUCCESS'],
  'user block': ['failed: user block', 'failed:user  block', 'Failed:User Block', 'failed:userblock '],
  'system failed': ['failed:system failed', 'failed:  system failed', 'Failed: System Failed', 'failed: systemfailed'],
};

/** TEMPLATESENDJOBFINISH: what WeChat says some time after a template message was sent. */
export class Results {
  settings = QUIET;

  constructor(private readonly state: SimState) {}

  /** Arranges for the results of a message. */
  schedule(person: Person, msgid: string): void {
    const { chats, callback, later } = this.state;
    const kept = chats.isOpen(person.slug);
    if (!kept && !callback.settings.callbacks) return;
    const behaviour = this.state.behaviours.get(person.openid);
    if (behaviour === 'lost' || Math.random() < this.settings.lost) return;
    const status: Status = behaviour === 'block' ? 'user block' : behaviour === 'system' ? 'system failed' : this.settings.status;
    const spread = this.settings.reorder ? 5 : 1;
    const tell = (each: Status): void =>
      later.after(this.settings.delay * (spread === 1 ? 1 : Math.random() * spread), () => {
        if (kept) chats.deliver(person.slug, msgid, each satisfies Delivery);
        this.state.pusher.push(resultPush(this.state, person.openid, msgid, this.#written(each)));
      });
    tell(status);
    if (Math.random() < this.settings.duplicates) tell(status);
    if (Math.random() < this.settings.contradictions) tell(status === 'success' ? 'system failed' : 'success');
  }

  #written(status: Status): string {
    if (Math.random() >= this.settings.odd) return WRITTEN[status];
    const ways = ODD[status];
    return ways[Math.floor(Math.random() * ways.length)] ?? WRITTEN[status];
  }
}

/** Routes: how results are told; DELETE goes back to the quiet way. */
export function registerResults(app: FastifyInstance, state: SimState): void {
  app.get('/sim/results', () => state.results.settings);
  app.post('/sim/results', (request, reply) => {
    const given = Settings.partial()
      .strict()
      .safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    if (!given.success) return reply.code(400).send({ error: given.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') });
    state.results.settings = { ...state.results.settings, ...given.data };
    return state.results.settings;
  });
  app.delete('/sim/results', () => {
    state.results.settings = QUIET;
    return state.results.settings;
  });
}
