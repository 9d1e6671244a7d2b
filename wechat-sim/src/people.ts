import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openidFrom } from './ids.js';
import type { SimState } from './state.js';

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

export type Person = z.infer<typeof PersonSchema>;
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
  #people = BUILT_IN_PEOPLE;
  #posters: Poster[] = [];
  #stamp = '';
  #path: string | null;

  constructor(options: { dataDir: string; people?: Person[]; posters?: Poster[] }) {
    this.#path = options.people ? null : join(options.dataDir, 'sim.json');
    if (options.people) this.#people = options.people;
    this.#posters = options.posters ?? [];
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
    return this.all().find((person) => person.slug === slug);
  }

  byOpenid(openid: unknown): Person | undefined {
    return this.all().find((person) => person.openid === openid);
  }

  /** Changes whenever the file did. */
  stamp(): string {
    this.#refresh();
    return this.#stamp;
  }

  #refresh(): void {
    if (!this.#path) return;
    const found = statSync(this.#path, { throwIfNoEntry: false });
    const stamp = found ? `${found.mtimeMs}:${found.size}` : '';
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    if (!found) {
      this.#people = BUILT_IN_PEOPLE;
      this.#posters = [];
      return;
    }
    try {
      const file = SimFile.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
      this.#people = file.people;
      this.#posters = file.posters;
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
  }));

  app.get<{ Querystring: { person?: string; next?: string } }>('/sim/be', (request, reply) => {
    const person = state.people.bySlug(request.query.person);
    const { next = '/' } = request.query;
    if (!person || !next.startsWith('/') || next.startsWith('//')) return reply.code(400).send({ error: 'person, next' });
    return reply.header('set-cookie', `sim_person=${person.slug}; Path=/; SameSite=Lax`).redirect(next);
  });
}
