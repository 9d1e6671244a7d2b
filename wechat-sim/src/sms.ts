import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { LimitedMap, Recent } from './bounded.js';
import { randomId } from './ids.js';
import type { SimState } from './state.js';
import { parseObject } from './wire.js';

const Given = z.object({ phone: z.string().regex(/^\+?\d{5,15}$/), text: z.string().min(1).max(500) });

interface Sms {
  id: string;
  at: number;
  phone: string;
  text: string;
}

interface Box {
  messages: Recent<Sms>;
  read: Set<string>;
}

/** Text messages by phone number: the last 50 each. */
export class SmsBox {
  #boxes = new LimitedMap<string, Box>(1000);

  constructor(
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {}

  add(phone: string, text: string): string {
    const box = this.#boxes.get(phone) ?? this.#boxes.set(phone, { messages: new Recent(500), read: new Set() });
    const id = randomId(20);
    box.messages.add({ id, at: this.now(), phone, text });
    this.changed();
    return id;
  }

  messages(phone: string): readonly Sms[] {
    return this.#boxes.get(phone)?.messages.all() ?? [];
  }

  unread(phone: string): number {
    const read = this.#boxes.get(phone)?.read;
    return this.messages(phone).filter(({ id }) => !read?.has(id)).length;
  }

  markRead(phone: string): void {
    const box = this.#boxes.get(phone);
    if (!box || this.unread(phone) === 0) return;
    // Made anew each time: ids of messages that have dropped out are not kept.
    box.read = new Set(box.messages.all().map(({ id }) => id));
    this.changed();
  }
}

/** Routes: the text message gateway that the platform calls, and a look into a phone's box for tests. */
export function registerSms(app: FastifyInstance, state: SimState): void {
  app.post('/sim/sms', (request, reply) => {
    const given = Given.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    if (!given.success) return reply.code(400).send({ error: 'phone, text' });
    return { id: state.sms.add(given.data.phone, given.data.text) };
  });
  app.get<{ Querystring: { phone?: string } }>('/sim/sms', (request) => ({ messages: state.sms.messages(request.query.phone ?? '') }));
}
