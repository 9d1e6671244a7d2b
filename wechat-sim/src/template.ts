import type { FastifyInstance } from 'fastify';
import { LimitedMap } from './bounded.js';
import { MessageIds, randomId, templateIdFrom } from './ids.js';
import { keywordFault, type Keyword } from './keywords.js';
import type { SimState } from './state.js';
import { ACCOUNT_TEMPLATES, type TemplateData } from './templates.data.js';
import { Failure, RawJson, wire, type Answer } from './wire.js';

const MOST_TEMPLATES = 25;
const REPEAT_WINDOW = 600_000;
const PER_DAY = 100_000;

interface Template extends TemplateData {
  id: string;
}

/** The account's private templates and the messages sent with a client_msg_id. */
export class Templates {
  readonly ids = new MessageIds();
  readonly repeats = new LimitedMap<string, { msgid: string; at: number }>(20_000);
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

function send(state: SimState, body: Record<string, unknown>): Answer {
  const person = state.people.byOpenid(body['touser']);
  if (!person) return new Failure(40003);
  const template = state.templates.byId(body['template_id']);
  if (!template) return new Failure(40037);
  for (const keyword of template.keywords) {
    const fault = keywordFault(keyword, valueOf(body['data'], keyword.key));
    if (fault) return new Failure(47003, `argument invalid! data.${keyword.key}.value ${fault}`);
  }
  if (!state.isSubscribed(person)) return new Failure(43004);
  const repeat = typeof body['client_msg_id'] === 'string' ? `${person.openid} ${body['client_msg_id']}` : undefined;
  const before = repeat && state.templates.repeats.get(repeat);
  if (before && state.now() - before.at < REPEAT_WINDOW) return sent(before.msgid);
  if (!state.quota.take('template', 'day', PER_DAY)) return new Failure(45009);
  const msgid = state.templates.ids.next();
  if (repeat) state.templates.repeats.set(repeat, { msgid, at: state.now() });
  state.chats.add(person.slug, {
    msgid,
    title: template.title,
    rows: template.keywords.map(({ key, label }) => ({ key, label, value: String(valueOf(body['data'], key)) })),
    url: typeof body['url'] === 'string' ? body['url'] : '',
  });
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
}
