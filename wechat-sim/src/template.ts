import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { REFUSALS } from './behaviour.js';
import { LimitedMap } from './bounded.js';
import type { Delivery } from './chat.js';
import { MessageIds, randomId, templateIdFrom } from './ids.js';
import { keywordFault, type Keyword } from './keywords.js';
import type { Person } from './people.js';
import type { SimState } from './state.js';
import { ACCOUNT_TEMPLATES, type TemplateData } from './templates.data.js';
import { Failure, parseObject, RawJson, wire, type Answer } from './wire.js';

const MOST_TEMPLATES = 25;
const REPEAT_WINDOW = 600_000;

export interface Template extends TemplateData {
  id: string;
}

/** The account's private templates and the messages sent with a client_msg_id. */
export class Templates {
  readonly ids = new MessageIds();
  /** Messages sent, and those that a client_msg_id kept from being sent again. */
  readonly counts = { sent: 0, repeated: 0 };
  readonly repeats = new LimitedMap<string, { msgid: string; at: number }>(150_000);
  #templates: Template[] = ACCOUNT_TEMPLATES.map((data) => ({ ...data, id: templateIdFrom(data.title) }));

  all(): readonly Template[] {
    return this.#templates;
  }

  byId(id: unknown): Template | undefined {
    return this.#templates.find((template) => template.id === id);
  }

  add(short: unknown, names: unknown): Answer {
    const data = ACCOUNT_TEMPLATES.find((template) => template.short === short);
    if (!data) return new Failure(40037);
    if (this.#templates.length >= MOST_TEMPLATES) return new Failure(45026);
    const keywords = chosen(data, names);
    if (!keywords) return new Failure(40246);
    const id = templateIdFrom(randomId(16));
    this.#templates.push({ ...data, keywords, id });
    return { errcode: 0, errmsg: 'ok', template_id: id };
  }

  /** Other keywords than before under the same id, as when somebody changes the template in the console. */
  change(id: string, keywords: Keyword[]): boolean {
    const known = this.byId(id);
    if (known) this.#templates = this.#templates.map((template) => (template === known ? { ...template, keywords } : template));
    return known !== undefined;
  }

  remove(id: unknown): Answer {
    if (!this.byId(id)) return new Failure(40037);
    this.#templates = this.#templates.filter((template) => template.id !== id);
    return { errcode: 0, errmsg: 'ok' };
  }
}

/** The keywords by their names, in the order asked for; all of them when no list is given. */
function chosen(data: TemplateData, names: unknown): Keyword[] | undefined {
  if (names === undefined) return data.keywords;
  if (!Array.isArray(names) || names.length === 0) return undefined;
  const found = names.map((name) => data.keywords.find((keyword) => keyword.label === name));
  return found.every((keyword) => keyword !== undefined) ? found : undefined;
}

/** The value of `data.<key>`, whatever the caller sent there. */
function valueOf(data: unknown, key: string): unknown {
  const entry: unknown = (data as Record<string, unknown> | null | undefined)?.[key];
  return (entry as { value?: unknown } | null | undefined)?.value;
}

const sent = (msgid: string): RawJson => new RawJson(`{"errcode":0,"errmsg":"ok","msgid":${msgid}}`);

/** What is wrong with the values for a template's keywords. */
export function dataFailure(template: Template, data: unknown): Failure | undefined {
  for (const keyword of template.keywords) {
    const fault = keywordFault(keyword, valueOf(data, keyword.key));
    if (fault) return new Failure(47003, `argument invalid! data.${keyword.key}.value ${fault}`);
  }
  return undefined;
}

/** Lays the message into the chat, if that is kept. */
export function layCard(
  state: SimState,
  person: Person,
  template: Template,
  message: { msgid: string; data: unknown; url: unknown; delivery?: Delivery },
): void {
  // Nobody looks at the phones of a crowd, unless one was opened.
  if (person.many && !state.chats.isOpen(person.slug)) return;
  const { msgid, data, url, delivery } = message;
  state.chats.add(person.slug, {
    msgid,
    title: template.title,
    rows: template.keywords.map(({ key, label }) => ({ key, label, value: String(valueOf(data, key)) })),
    url: typeof url === 'string' ? url : '',
    ...(delivery && { delivery }),
  });
}

function send(state: SimState, body: Record<string, unknown>): Answer {
  const person = state.people.byOpenid(body['touser']);
  if (!person) return new Failure(40003);
  const template = state.templates.byId(body['template_id']);
  if (!template) return new Failure(40037);
  const failure = dataFailure(template, body['data']);
  if (failure) return failure;
  if (!state.isSubscribed(person)) return new Failure(43004);
  const refusal = REFUSALS[state.behaviours.get(person.openid) ?? 'normal'];
  if (refusal) return new Failure(refusal);
  const repeat = typeof body['client_msg_id'] === 'string' ? `${person.openid} ${body['client_msg_id']}` : undefined;
  const before = repeat && state.templates.repeats.get(repeat);
  if (before && state.now() - before.at < REPEAT_WINDOW) {
    state.templates.counts.repeated += 1;
    return sent(before.msgid);
  }
  const msgid = state.templates.ids.next();
  if (repeat) state.templates.repeats.set(repeat, { msgid, at: state.now() });
  state.templates.counts.sent += 1;
  layCard(state, person, template, { msgid, data: body['data'], url: body['url'] });
  state.results.schedule(person, msgid);
  return sent(msgid);
}

const shown = (template: Template): Record<string, string> => ({
  template_id: template.id,
  title: template.title,
  primary_industry: '',
  deputy_industry: '',
  content: template.keywords.map(({ key, label }) => `${label}:{{${key}.DATA}}`).join('\n'),
  example: template.keywords.map(({ label }, index) => `${label}:${template.example[index] ?? ''}`).join('\n'),
});

/** Routes: template messages and the account's list of templates. */
export function registerTemplate(app: FastifyInstance, state: SimState): void {
  const guarded = true;
  wire(app, state, { method: 'POST', path: '/cgi-bin/message/template/send', guarded, handle: ({ body }) => send(state, body) });
  wire(app, state, {
    method: 'GET',
    path: '/cgi-bin/template/get_all_private_template',
    guarded,
    handle: () => ({ template_list: state.templates.all().map(shown) }),
  });
  wire(app, state, {
    method: 'POST',
    path: '/cgi-bin/template/api_add_template',
    guarded,
    handle: ({ body }) => state.templates.add(body['template_id_short'], body['keyword_name_list']),
  });
  wire(app, state, {
    method: 'POST',
    path: '/cgi-bin/template/del_private_template',
    guarded,
    handle: ({ body }) => state.templates.remove(body['template_id']),
  });
  registerControl(app, state);
}

const Change = z.object({
  template_id: z.string().optional(),
  title: z.string().optional(),
  keywords: z
    .array(z.object({ key: z.string().regex(/^[a-z_]+\d+$/), label: z.string().min(1), approved: z.array(z.string()).optional() }))
    .min(1)
    .optional(),
});

/** Control: change a template's keywords or, without any, take it out of the account; and how many messages were sent. */
function registerControl(app: FastifyInstance, state: SimState): void {
  app.get('/sim/templates', () => ({ ...state.templates.counts, templates: state.templates.all() }));
  app.post('/sim/templates', (request, reply) => {
    const given = Change.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    const known = given.success ? state.templates.all().find(({ id, title }) => id === given.data.template_id || title === given.data.title) : undefined;
    if (!given.success || !known) return reply.code(400).send({ error: 'template_id or title, keywords?' });
    if (given.data.keywords) state.templates.change(known.id, given.data.keywords);
    else state.templates.remove(known.id);
    return { template_id: known.id, template: state.templates.byId(known.id) ?? null };
  });
}
