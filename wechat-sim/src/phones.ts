import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { LimitedMap } from './bounded.js';
import type { SimState } from './state.js';
import { parseObject } from './wire.js';

const Settings = z.object({
  platform: z.enum(['ios', 'android']),
  /** WeChat's font steps: 2 is the usual one. */
  font: z.number().int().min(1).max(8),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** What the phone says when a page asks where it is. */
  location: z.enum(['ask', 'allow', 'deny']),
  /** Whether the device can check a face. */
  face: z.boolean(),
});
export type PhoneSettings = z.infer<typeof Settings>;

const USUAL: PhoneSettings = { platform: 'android', font: 2, latitude: 22.5431, longitude: 114.0579, location: 'ask', face: true };

/** What can be set on each phone. */
export class Phones {
  #settings = new LimitedMap<string, PhoneSettings>(2000);

  get(slug: string): PhoneSettings {
    return this.#settings.get(slug) ?? USUAL;
  }

  set(slug: string, given: Partial<PhoneSettings>): PhoneSettings {
    return this.#settings.set(slug, { ...this.get(slug), ...given });
  }
}

const Given = Settings.partial().extend({ person: z.string() }).strict();

/** Routes: read and change a phone's settings. */
export function registerPhones(app: FastifyInstance, state: SimState): void {
  app.get<{ Querystring: { person?: string } }>('/sim/phone', (request, reply) => {
    const person = state.people.bySlug(request.query.person);
    return person ? state.phones.get(person.slug) : reply.code(404).send({ error: 'person' });
  });
  app.post('/sim/phone', (request, reply) => {
    const given = Given.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    const person = given.success ? state.people.bySlug(given.data.person) : undefined;
    if (!given.success || !person) return reply.code(400).send({ error: 'person, platform?, font?, latitude?, longitude?, location?, face?' });
    const { person: _slug, ...settings } = given.data;
    state.changed('phone');
    return state.phones.set(person.slug, settings);
  });
}
