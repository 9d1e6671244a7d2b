import type { FastifyInstance } from 'fastify';
import { LimitedMap, Recent } from './bounded.js';
import type { SimState } from './state.js';

/** What became of a template message on its way to the phone. */
export type Delivery = 'waiting' | 'success' | 'user block' | 'system failed';

export interface Article {
  title: string;
  description: string;
  picurl: string;
  url: string;
}

interface Entry {
  id: number;
  at: number;
}

/** A template or subscription message as it lies in somebody's chat with the account. */
export interface Card extends Entry {
  kind: 'card';
  msgid: string;
  title: string;
  rows: { key: string; label: string; value: string }[];
  url: string;
  delivery: Delivery;
}

/** A line of text: by the person or by the account, or a grey notice of WeChat's own. */
export interface Said extends Entry {
  kind: 'text';
  by: 'person' | 'account' | 'wechat';
  text: string;
}

export interface NewsEntry extends Entry {
  kind: 'news';
  articles: Article[];
}

export type ChatEntry = Card | Said | NewsEntry;
type NewCard = Pick<Card, 'msgid' | 'title' | 'rows' | 'url'> & { delivery?: Delivery };

interface Chat {
  entries: Recent<ChatEntry>;
  readUpTo: number;
}

/** Everybody's chat: the last 200 entries each. */
export class Chats {
  #chats = new LimitedMap<string, Chat>(500);
  #lastId = 0;

  constructor(
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {}

  add(slug: string, card: NewCard): void {
    this.#put(slug, (base) => ({ ...base, kind: 'card', delivery: 'waiting', ...card }));
  }

  say(slug: string, by: Said['by'], text: string): void {
    this.#put(slug, (base) => ({ ...base, kind: 'text', by, text }));
  }

  news(slug: string, articles: Article[]): void {
    this.#put(slug, (base) => ({ ...base, kind: 'news', articles }));
  }

  /** Marks a card; nothing happens when it has dropped out of the chat. */
  deliver(slug: string, msgid: string, delivery: Delivery): void {
    const card = this.cards(slug).findLast((each) => each.msgid === msgid);
    if (!card) return;
    card.delivery = delivery;
    this.changed();
  }

  entries(slug: string): readonly ChatEntry[] {
    return this.#chats.get(slug)?.entries.all() ?? [];
  }

  cards(slug: string): readonly Card[] {
    return this.entries(slug).filter((entry) => entry.kind === 'card');
  }

  /** From now on this chat is kept, also when its owner is one of many. */
  open(slug: string): void {
    this.#of(slug);
  }

  isOpen(slug: string): boolean {
    return this.#chats.has(slug);
  }

  unread(slug: string): number {
    const read = this.#chats.get(slug)?.readUpTo ?? 0;
    return this.entries(slug).filter((entry) => entry.id > read && !(entry.kind === 'text' && entry.by !== 'account')).length;
  }

  markRead(slug: string): void {
    if (this.unread(slug) === 0) return;
    this.#of(slug).readUpTo = this.#lastId;
    this.changed();
  }

  #put(slug: string, make: (base: Entry) => ChatEntry): void {
    this.#lastId += 1;
    this.#of(slug).entries.add(make({ id: this.#lastId, at: this.now() }));
    this.changed();
  }

  #of(slug: string): Chat {
    return this.#chats.get(slug) ?? this.#chats.set(slug, { entries: new Recent(200), readUpTo: 0 });
  }
}

/** Route: a person's chat, for tests. `cards` are the messages by template, `messages` everything. */
export function registerChat(app: FastifyInstance, state: SimState): void {
  app.get<{ Querystring: { person?: string } }>('/sim/chat', (request, reply) => {
    const person = state.people.bySlug(request.query.person);
    if (!person) return reply.code(404).send({ error: 'person' });
    state.chats.open(person.slug);
    return {
      person: person.slug,
      unread: state.chats.unread(person.slug),
      cards: state.chats.cards(person.slug),
      messages: state.chats.entries(person.slug),
    };
  });
}
