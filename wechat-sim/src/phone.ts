import type { FastifyInstance, FastifyReply } from 'fastify';
import { html, safely, sendPage } from './html.js';
import { shownMenu } from './menu.js';
import { BRIDGE_SCRIPT } from './page/bridge.js';
import { CHAT_SCRIPT } from './page/chat.js';
import { DESK_SCRIPT } from './page/desk.js';
import { DESK_SHELL } from './page/desk-shell.js';
import { PHONE_SCRIPT } from './page/script.js';
import { SETTINGS_SCRIPT } from './page/settings.js';
import { PHONE_SHELL } from './page/shell.js';
import { PAGE_STYLE, PHONE_STYLE } from './page/style.js';
import { slugOfHost, type Person } from './people.js';
import type { SimState } from './state.js';

const LOG_SHOWN = 150;

/** Everything a phone page draws; the wide page also gets the desk beside it. */
function news(state: SimState, person: Person, desk: boolean): Record<string, unknown> {
  const unread = (each: Person): number => state.chats.unread(each.slug) + state.sms.unread(each.phone);
  return {
    version: state.version(desk),
    person: { slug: person.slug, nickname: person.nickname, about: person.about, phone: person.phone },
    account: state.options.accountName,
    publicUrl: state.options.publicUrl,
    subscribed: state.isSubscribed(person),
    snapshot: state.isSnapshot(person),
    menu: shownMenu(state),
    entries: state.chats.entries(person.slug),
    settings: state.phones.get(person.slug),
    messages: state.behaviours.get(person.openid) ?? 'normal',
    codes: state.codesWithScene.latest().map(({ scene, url }) => ({ scene, url })),
    sms: state.sms.messages(person.phone),
    unread: { chat: state.chats.unread(person.slug), sms: state.sms.unread(person.phone) },
    posters: state.people.posters(),
    ...(desk && {
      people: state.people.all().map((each) => ({ slug: each.slug, nickname: each.nickname, about: each.about, unread: unread(each) })),
      calls: state.log.recent(LOG_SHOWN),
      faults: state.faults.all().map(({ kind, path }) => ({ kind, path: path ?? '' })),
      callback: {
        url: state.callback.settings.url,
        mode: state.callback.settings.mode,
        callbacks: state.callback.settings.callbacks,
        verified: state.callback.verified,
        ...state.pusher.figures(),
      },
      results: state.results.settings,
    }),
  };
}

/** The page of the plain host: who there is to be. */
function sendStart(state: SimState, reply: FastifyReply): FastifyReply {
  const port = new URL(`http://${reply.request.headers.host ?? 'localhost'}`).port;
  const rows = state.people.all().map(
    (person) =>
      html`<li>
        <span class="row"><strong>${person.nickname}</strong><span>${person.about}</span></span>
        <a class="button" href="http://${person.slug}.localhost:${port}/" aria-label="成为 ${person.nickname}">成为</a>
      </li>`,
  );
  const body = html`<p class="banner">模拟环境</p>
    <h1>微信模拟器</h1>
    <p>每个人有自己的手机和自己的网址，登录互不影响：同时打开几个，就同时是几个人。消息、短信和接口调用都是模拟的，不会发给任何人。</p>
    <ul class="rows people">
      ${rows}
    </ul>
    <p class="note">平台地址：${state.options.publicUrl}</p>`;
  return sendPage(reply, '微信模拟器', body);
}

/** Routes: the start page, each person's phone and its news. */
export function registerPhone(app: FastifyInstance, state: SimState): void {
  app.get('/', (request, reply) => {
    if (!state.people.bySlug(slugOfHost(request.headers.host))) return sendStart(state, reply);
    return safely(reply).type('text/html; charset=utf-8').send(PHONE_SHELL.replace('<!--desk-->', DESK_SHELL));
  });

  app.get<{ Querystring: { v?: string; desk?: string } }>('/sim/live', (request, reply) => {
    const person = state.people.bySlug(slugOfHost(request.headers.host));
    if (!person) return reply.code(404).send({ error: 'person' });
    const desk = request.query.desk === '1';
    state.chats.open(person.slug);
    void reply.header('cache-control', 'no-store');
    if (request.query.v === state.version(desk)) return reply.code(204).send();
    return news(state, person, desk);
  });

  const asset = (path: string, type: string, text: string): void => {
    app.get(path, (_request, reply) => reply.type(`${type}; charset=utf-8`).header('cache-control', 'no-cache').send(text));
  };
  asset('/sim/page.css', 'text/css', PAGE_STYLE);
  asset('/sim/phone.css', 'text/css', PHONE_STYLE);
  asset('/sim/phone.js', 'text/javascript', PHONE_SCRIPT);
  asset('/sim/chat.js', 'text/javascript', CHAT_SCRIPT);
  asset('/sim/settings.js', 'text/javascript', SETTINGS_SCRIPT);
  asset('/sim/bridge.js', 'text/javascript', BRIDGE_SCRIPT);
  asset('/sim/desk.js', 'text/javascript', DESK_SCRIPT);
}
