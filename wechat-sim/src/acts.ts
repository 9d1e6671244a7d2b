import type { FastifyInstance } from 'fastify';
import { authorisationPush, eventPush, textPush } from './events.js';
import type { Person } from './people.js';
import type { SimState } from './state.js';
import { parseObject } from './wire.js';

type Given = Record<string, unknown>;
type Act = (state: SimState, person: Person, given: Given) => Record<string, unknown> | void;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The person did something in the chat: for 48 hours the account may answer. */
function talked(state: SimState, person: Person): void {
  state.talks.set(person.openid, state.now());
}

/** Follows, also by way of a code with a scene. */
function follow(state: SimState, person: Person, given: Given): void {
  if (state.isSubscribed(person)) return;
  const code = state.codesWithScene.byTicket(text(given['ticket']) || undefined);
  state.setSubscribed(person, true);
  state.follows.set(person.openid, { at: state.now(), scene: code?.scene ?? '' });
  talked(state, person);
  const via: Record<string, string> = code ? { EventKey: `qrscene_${code.scene}`, Ticket: code.ticket } : { EventKey: '' };
  state.pusher.push(eventPush(state, person.openid, 'subscribe', via));
}

function unfollow(state: SimState, person: Person): void {
  if (!state.isSubscribed(person)) return;
  state.setSubscribed(person, false);
  state.pusher.push(eventPush(state, person.openid, 'unsubscribe', { EventKey: '' }));
}

function say(state: SimState, person: Person, given: Given): void {
  const words = text(given['text']).slice(0, 600);
  if (!words || !state.isSubscribed(person)) return;
  state.chats.say(person.slug, 'person', words);
  talked(state, person);
  state.pusher.push(textPush(state, person.openid, words));
}

function press(state: SimState, person: Person, given: Given): void {
  if (!state.isSubscribed(person)) return;
  if (given['type'] === 'view') state.pusher.push(eventPush(state, person.openid, 'VIEW', { EventKey: text(given['url']) }));
  if (given['type'] !== 'click') return;
  talked(state, person);
  state.pusher.push(eventPush(state, person.openid, 'CLICK', { EventKey: text(given['key']) }));
}

/** What scanning leads to: a code of the account's own, an address, or just its text. */
function scan(state: SimState, person: Person, given: Given): Record<string, unknown> {
  const content = text(given['text']).trim();
  if (!/^https?:\/\/weixin\.qq\.com\/q\//.test(content)) return { leads: /^https?:\/\//i.test(content) ? 'web' : 'text' };
  const code = state.codesWithScene.byUrl(content.replace(/^https:/, 'http:'));
  if (!code) return { leads: 'expired' };
  if (!state.isSubscribed(person)) return { leads: 'follow', ticket: code.ticket };
  talked(state, person);
  state.pusher.push(eventPush(state, person.openid, 'SCAN', { EventKey: code.scene, Ticket: code.ticket }));
  return { leads: 'chat' };
}

const authorisation =
  (event: string): Act =>
  (state, person) =>
    state.pusher.push(authorisationPush(state, person.openid, event));

/** What somebody does on the phone itself. */
const ACTS: Record<string, Act> = {
  'read-chat': (state, person) => state.chats.markRead(person.slug),
  'read-sms': (state, person) => state.sms.markRead(person.phone),
  follow,
  unfollow,
  say,
  press,
  scan,
  'full-service': (state, person) => state.leaveSnapshot(person),
  'info-modified': authorisation('user_info_modified'),
  revoke: authorisation('user_authorization_revoke'),
  cancel: authorisation('user_authorization_cancellation'),
};

/** Route: somebody does something. */
export function registerActs(app: FastifyInstance, state: SimState): void {
  app.post('/sim/act', (request, reply) => {
    const given = parseObject(typeof request.body === 'string' ? request.body : '') ?? {};
    const person = state.people.bySlug(String(given['person']));
    const act = Object.hasOwn(ACTS, String(given['act'])) ? ACTS[String(given['act'])] : undefined;
    if (!person || !act) return reply.code(400).send({ error: 'person, act' });
    return act(state, person, given) ?? reply.code(204).send();
  });
}
