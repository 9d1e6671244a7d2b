import type { FastifyInstance } from 'fastify';
import { LimitedMap, Recent } from './bounded.js';
import type { SimState } from './state.js';

/** A template message as it lies in somebody's chat with the account. */
export interface Card {
  id: number;
  at: number;
  msgid: string;
  title: string;
  rows: { key: string; label: string; value: string }[];
  url: string;
}

interface Chat {
  cards: Recent<Card>;
  readUpTo: number;
}

/** Everybody's chat: the last 200 cards each. */
export class Chats {
  #chats = new LimitedMap<string, Chat>(500);
  #lastId = 0;

  constructor(
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {}

  add(slug: string, card: Omit<Card, 'id' | 'at'>): void {
    this.#lastId += 1;
    this.#of(slug).cards.add({ id: this.#lastId, at: this.now(), ...card });
    this.changed();
  }

  cards(slug: string): readonly Card[] {
    return this.#chats.get(slug)?.cards.all() ?? [];
  }

  unread(slug: string): number {
    const read = this.#chats.get(slug)?.readUpTo ?? 0;
    return this.cards(slug).filter((card) => card.id > read).length;
  }

  markRead(slug: string): void {
    if (this.unread(slug) === 0) return;
    this.#of(slug).readUpTo = this.#lastId;
    this.changed();
  }

  #of(slug: string): Chat {
    return this.#chats.get(slug) ?? this.#chats.set(slug, { cards: new Recent(200), readUpTo: 0 });
  }
}

/** Route: a person's chat, for tests. */
export function registerChat(app: FastifyInstance, state: SimState): void {
  app.get<{ Querystring: { person?: string } }>('/sim/chat', (request, reply) => {
    const person = state.people.bySlug(request.query.person);
    if (!person) return reply.code(404).send({ error: 'person' });
    return { person: person.slug, unread: state.chats.unread(person.slug), cards: state.chats.cards(person.slug) };
  });
}
