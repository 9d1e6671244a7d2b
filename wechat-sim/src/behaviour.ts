import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SimState } from './state.js';
import { parseObject } from './wire.js';

/**
 * How a person stands to the account's messages. refuse, restricted and marketing are told when one is sent; block,
 * system and lost only afterwards, by its result or by none.
 */
export const BEHAVIOURS = ['normal', 'refuse', 'restricted', 'marketing', 'block', 'system', 'lost'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** The errcode that sending gets. */
export const REFUSALS: Partial<Record<Behaviour, number>> = { refuse: 43101, restricted: 43116, marketing: 40249 };

const Given = z.object({ person: z.string().optional(), openid: z.string().optional(), messages: z.enum(BEHAVIOURS) });

/** Route: sets how a person stands to messages. */
export function registerBehaviour(app: FastifyInstance, state: SimState): void {
  app.post('/sim/behaviour', (request, reply) => {
    const given = Given.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    const person = given.success ? (state.people.bySlug(given.data.person) ?? state.people.byOpenid(given.data.openid)) : undefined;
    if (!given.success || !person) return reply.code(400).send({ error: `person or openid, messages: ${BEHAVIOURS.join(', ')}` });
    state.behaviours.set(person.openid, given.data.messages);
    state.changed('phone');
    return { person: person.slug, messages: given.data.messages };
  });
}
