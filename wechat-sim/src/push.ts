import { withQuery } from './callback.js';
import { dress, type Dressed, type Push, type Spoil } from './dress.js';
import type { Answered } from './http.js';
import { readReply, type Reply } from './reply.js';
import type { SimState } from './state.js';

const AT_ONCE = 32;
const MOST_WAITING = 200_000;
/** After this many pushes failed one after the other there are none for a minute. */
const FAILURES_TO_PAUSE = 3;
const PAUSE = 60_000;
const OUT_OF_ORDER = '该公众号提供的服务出现故障，请稍后再试';

/** What became of a push. */
export interface Outcome {
  /** `paused`: not tried, because pushes had failed before; `off`: nothing is pushed at all. */
  result: 'taken' | 'failed' | 'paused' | 'off';
  tries: { status: number; ms: number; answer: string }[];
}

/** Sends what happens to the account's server: 5 s, three tries, a minute's rest after repeated failure. */
export class Pusher {
  #waiting: Push[] = [];
  #next = 0;
  #running = 0;
  #failures = 0;
  #pausedUntil = 0;
  #counts = { taken: 0, failed: 0, paused: 0, dropped: 0 };
  #last?: Dressed;
  #stopped = false;

  constructor(private readonly state: SimState) {}

  /** Queues a push; nothing happens while callbacks are off. */
  push(push: Push): void {
    if (!this.state.callback.settings.callbacks) return;
    if (this.#waiting.length - this.#next >= MOST_WAITING) {
      this.#counts.dropped += 1;
      return;
    }
    this.#waiting.push(push);
    this.#work();
  }

  /** Pushes and tells what became of it; `spoil` makes it one that a server must refuse. */
  async pushNow(push: Push, spoil?: Spoil): Promise<Outcome> {
    if (!this.state.callback.settings.callbacks) return { result: 'off', tries: [] };
    return this.#send(push, spoil);
  }

  figures(): Record<string, unknown> {
    const pausedUntil = this.#pausedUntil > this.state.now() ? this.#pausedUntil : null;
    return { ...this.#counts, waiting: this.#waiting.length - this.#next + this.#running, pausedUntil };
  }

  /** Ends the rest after failures. */
  resume(): void {
    this.#failures = 0;
    this.#pausedUntil = 0;
  }

  /** Drops what waits, and tries nothing again. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
    this.#next = 0;
  }

  #work(): void {
    while (this.#running < AT_ONCE && this.#next < this.#waiting.length) {
      const push = this.#waiting[this.#next];
      this.#next += 1;
      // The part that is done is cut off now and then: shifting each time would be quadratic.
      if (this.#next > 1000 && this.#next * 2 > this.#waiting.length) {
        this.#waiting = this.#waiting.slice(this.#next);
        this.#next = 0;
      }
      if (!push) continue;
      this.#running += 1;
      void this.#send(push).finally(() => {
        this.#running -= 1;
        this.#work();
      });
    }
  }

  async #send(push: Push, spoil?: Spoil): Promise<Outcome> {
    const { state } = this;
    if (this.#pausedUntil > state.now()) {
      this.#counts.paused += 1;
      state.log.addOut({
        at: state.now(),
        method: 'POST',
        url: state.callback.settings.url,
        note: '暂停推送',
        status: 0,
        ms: 0,
        request: push.name,
        response: '',
      });
      return { result: 'paused', tries: [] };
    }
    const tries: Outcome['tries'] = [];
    const most = spoil ? 1 : state.callback.settings.tries;
    while (tries.length < most && !this.#stopped) {
      if (tries.length > 0 && !tries.at(-1)?.answer.startsWith('no answer within')) await state.wait(state.callback.settings.gap);
      const answered = await this.#try(push, tries.length + 1, spoil);
      tries.push({ status: answered.status, ms: Math.round(answered.ms), answer: answered.text.slice(0, 2000) });
      if (answered.status >= 200 && answered.status < 300) return { result: this.#taken(push, answered, spoil), tries };
    }
    if (!this.#stopped) this.#failed(push, spoil);
    return { result: 'failed', tries };
  }

  async #try(push: Push, times: number, spoil?: Spoil): Promise<Answered> {
    const { state } = this;
    const { settings } = state.callback;
    const dressed = spoil === 'replay' && this.#last ? this.#last : dress(state, push, spoil);
    if (!spoil) this.#last = dressed;
    const answered = await state.outgoing.call(withQuery(settings.url, dressed.query), settings.timeout, dressed.body);
    const note = `${settings.mode} · ${push.name}${times > 1 ? ` · 第 ${times} 次` : ''}${spoil ? ` · ${spoil}` : ''}`;
    state.log.addOut({
      at: state.now(),
      method: 'POST',
      url: settings.url,
      note,
      status: answered.status,
      ms: answered.ms,
      request: dressed.plain,
      response: answered.text,
    });
    return answered;
  }

  #taken(push: Push, answered: Answered, spoil?: Spoil): Outcome['result'] {
    this.#failures = 0;
    const reply = spoil ? undefined : readReply(this.state, answered.text);
    if (reply === 'wrong') {
      this.#counts.failed += 1;
      this.#sayOutOfOrder(push);
      return 'failed';
    }
    this.#counts.taken += 1;
    if (reply) this.#show(push, reply);
    return 'taken';
  }

  #show(push: Push, reply: Reply): void {
    const person = this.state.people.byOpenid(push.openid);
    if (!person) return;
    if (reply.kind === 'news') this.state.chats.news(person.slug, reply.articles);
    else this.state.chats.say(person.slug, 'account', reply.text);
  }

  #failed(push: Push, spoil?: Spoil): void {
    if (spoil) return;
    this.#counts.failed += 1;
    this.#failures += 1;
    this.#sayOutOfOrder(push);
    if (this.#failures < FAILURES_TO_PAUSE) return;
    this.#failures = 0;
    this.#pausedUntil = this.state.now() + PAUSE;
  }

  /** Who wrote or pressed something is told that the account does not answer. */
  #sayOutOfOrder(push: Push): void {
    const person = push.asks ? this.state.people.byOpenid(push.openid) : undefined;
    if (person) this.state.chats.say(person.slug, 'wechat', OUT_OF_ORDER);
  }
}
