import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Crowd, crowdOpenid } from './crowd.js';
import { openidFrom } from './ids.js';
import type { SimState } from './state.js';
import { parseObject } from './wire.js';

const PersonSchema = z.object({
  /** A host name's label: the person's phone is at http://<slug>.localhost:<port>/. */
  slug: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?$/),
  openid: z.string().regex(/^o[\w-]{27}$/),
  nickname: z.string().min(1),
  about: z.string().default(''),
  phone: z.string().default(''),
  name: z.string().optional(),
  idNumber: z.string().optional(),
  snapshot: z.boolean().default(false),
  subscribed: z.boolean().default(true),
});
const PosterSchema = z.object({ name: z.string().min(1), url: z.string().min(1) });
const SimFile = z.object({ people: z.array(PersonSchema).min(1), posters: z.array(PosterSchema).default([]) });

/** `many`: one of a crowd, whose chat is kept only while somebody looks at it. */
export type Person = z.infer<typeof PersonSchema> & { many?: true };
export type Poster = z.infer<typeof PosterSchema>;

const builtIn = (slug: string, nickname: string, about: string, phone: string, subscribed = true): Person => ({
  slug,
  openid: openidFrom(slug),
  nickname,
  about,
  phone,
  snapshot: false,
  subscribed,
});

/** Who there is to be before the seed has written anybody. */
export const BUILT_IN_PEOPLE: Person[] = [
  builtIn('owner-chen', '陈女士', '业主（内置）', '13800000001'),
  builtIn('manager-li', '李经理', '项目经理（内置）', '13800000002'),
  builtIn('guest-wang', '王先生', '路人，未关注（内置）', '13800000003', false),
];

/** The people and posters of `${dataDir}/sim.json`, read again when the file changes. */
export class People {
  readonly crowd = new Crowd();
  #people: readonly Person[] = [];
  #bySlug = new Map<string, Person>();
  #byOpenid = new Map<string, Person>();
  #posters: Poster[] = [];
  #stamp = '';
  #path: string | null;

  constructor(options: { dataDir: string; people?: Person[]; posters?: Poster[] }) {
    this.#path = options.people ? null : join(options.dataDir, 'sim.json');
    this.#take(options.people ?? BUILT_IN_PEOPLE, options.posters ?? []);
  }

  all(): readonly Person[] {
    this.#refresh();
    return this.#people;
  }

  posters(): readonly Poster[] {
    this.#refresh();
    return this.#posters;
  }

  bySlug(slug: string | undefined): Person | undefined {
    this.#refresh();
    return slug === undefined ? undefined : (this.#bySlug.get(slug) ?? this.crowd.bySlug(slug));
  }

  byOpenid(openid: unknown): Person | undefined {
    if (typeof openid !== 'string') return undefined;
    // A crowd comes from no file: asking first spares a look at the file for each of its messages.
    const one = this.crowd.byOpenid(openid);
    if (one) return one;
    this.#refresh();
    return this.#byOpenid.get(openid);
  }

  /** Everybody, crowds last, in an order that stays; from the one after `openid`. */
  *after(openid?: string): Generator<Person> {
    const start = openid ? this.all().findIndex((person) => person.openid === openid) + 1 : 0;
    if (!openid || start > 0) yield* this.all().slice(start);
    yield* this.crowd.after(start > 0 ? undefined : openid);
  }

  /** Changes whenever the file did. */
  stamp(): string {
    this.#refresh();
    return this.#stamp;
  }

  #take(people: readonly Person[], posters: Poster[]): void {
    this.#people = people;
    this.#posters = posters;
    this.#bySlug = new Map(people.map((person) => [person.slug, person]));
    this.#byOpenid = new Map(people.map((person) => [person.openid, person]));
  }

  #refresh(): void {
    if (!this.#path) return;
    const found = statSync(this.#path, { throwIfNoEntry: false });
    const stamp = found ? `${found.mtimeMs}:${found.size}` : '';
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    if (!found) return this.#take(BUILT_IN_PEOPLE, []);
    try {
      const file = SimFile.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
      this.#take(file.people, file.posters);
    } catch (error) {
      // Half written or wrong: the people of before stay until the file changes again.
      console.error(`${this.#path} was not taken: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** The person's slug in a host such as `owner-chen.localhost:3001`. */
export function slugOfHost(host: string | undefined): string | undefined {
  return /^([a-z0-9-]+)\.localhost(?::\d+)?$/.exec(host ?? '')?.[1];
}

function slugOfReferer(referer: string | undefined): string | undefined {
  return referer && URL.canParse(referer) ? slugOfHost(new URL(referer).host) : undefined;
}

/** A person and, when a host name told it, that host's slug: then links lead to that host, too. */
export interface Asking {
  person: Person;
  slug?: string;
}

/**
 * Who holds the phone that sends this request: the host says it, or the page that it came from (an API's redirect to
 * the plain host keeps the referring origin), or the choice made on the page 您是谁.
 */
export function whoIsAsking(state: SimState, request: FastifyRequest): Asking | undefined {
  const slug = slugOfHost(request.headers.host) ?? slugOfReferer(request.headers.referer);
  const known = state.people.bySlug(slug);
  if (known) return { person: known, slug };
  const chosen = /(?:^|;\s*)sim_person=([a-z0-9-]+)/.exec(request.headers.cookie ?? '')?.[1];
  const person = state.people.bySlug(chosen);
  return person && { person };
}

/** Moves a link to the platform onto the person's own host, so that several people's cookies stay apart. */
export function toPersonHost(link: string, slug: string | undefined, publicUrl: string): string {
  const home = new URL(publicUrl);
  if (!slug || home.hostname !== 'localhost' || !URL.canParse(link)) return link;
  const url = new URL(link);
  if (url.host !== home.host) return link;
  url.hostname = `${slug}.localhost`;
  return url.href;
}

/**
 * The address of one of our own pages on the person's host, when it was asked for on the plain one. A page that is
 * answered by a click must stand there: a browser sends no SameSite=Lax cookie into a frame that another site's page leads on.
 */
export function ownPageAddress(request: FastifyRequest, slug: string | undefined): string | undefined {
  const host = request.headers.host;
  if (!slug || !host || slugOfHost(host) || !/^localhost(?::\d+)?$/.test(host)) return undefined;
  return `http://${slug}.${host}${request.url}`;
}

const Bulk = z.object({
  count: z.number().int().min(0),
  prefix: z.string().regex(/^[a-z][a-z0-9]{0,19}$/),
  following: z.number().min(0).max(1).default(1),
});

/** Routes: people by the hundred thousand, and their openids page by page. */
function registerCrowd(app: FastifyInstance, state: SimState): void {
  app.post('/sim/people/bulk', (request, reply) => {
    const given = Bulk.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    if (!given.success || !state.people.crowd.set(given.data)) return reply.code(400).send({ error: 'count (5,000,000 at most in all), prefix, following?' });
    const { prefix, count } = given.data;
    return { ...given.data, first: crowdOpenid(prefix, 0), last: crowdOpenid(prefix, Math.max(0, count - 1)) };
  });
  app.get<{ Querystring: { prefix?: string; from?: string; count?: string } }>('/sim/people/bulk', (request, reply) => {
    const { prefix, from = '0', count = '10000' } = request.query;
    const group = state.people.crowd.groups().find((each) => each.prefix === prefix);
    if (!group) return reply.code(404).send({ error: 'prefix' });
    const some = Math.max(0, Math.min(Number(count) || 0, 100_000, group.count - Number(from)));
    return { total: group.count, openids: Array.from({ length: some }, (_each, index) => crowdOpenid(group.prefix, Number(from) + index)) };
  });
}

/** Routes: who there is, and the choice on the plain host. */
export function registerPeople(app: FastifyInstance, state: SimState): void {
  app.get('/sim/people', () => ({
    people: state.people.all().map((person) => ({
      slug: person.slug,
      openid: person.openid,
      nickname: person.nickname,
      about: person.about,
      phone: person.phone,
      snapshot: state.isSnapshot(person),
      subscribed: state.isSubscribed(person),
    })),
    posters: state.people.posters(),
    crowds: state.people.crowd.groups(),
  }));
  registerCrowd(app, state);

  app.get<{ Querystring: { person?: string; next?: string } }>('/sim/be', (request, reply) => {
    const person = state.people.bySlug(request.query.person);
    const { next = '/' } = request.query;
    if (!person || !next.startsWith('/') || next.startsWith('//')) return reply.code(400).send({ error: 'person, next' });
    return reply.header('set-cookie', `sim_person=${person.slug}; Path=/; SameSite=Lax`).redirect(next);
  });
}
