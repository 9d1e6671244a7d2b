import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from './behaviour.js';
import { LimitedMap } from './bounded.js';
import { Callback } from './callback.js';
import { Chats } from './chat.js';
import { Faces } from './face.js';
import { Faults } from './faults.js';
import { Outgoing } from './http.js';
import { Tickets } from './jssdk.js';
import { Later } from './later.js';
import { CallLog } from './log.js';
import { MediaStore } from './media.js';
import type { Button } from './menu.js';
import { Codes } from './oauth.js';
import type { SimOptions } from './options.js';
import { People, type Person } from './people.js';
import { Phones } from './phones.js';
import { Pusher } from './push.js';
import { SceneCodes } from './qr.js';
import { Quota } from './quota.js';
import { Results } from './results.js';
import { SmsBox } from './sms.js';
import { UserTokens } from './sns.js';
import { Templates } from './template.js';
import { Tokens } from './token.js';

/** All that the simulator remembers; each area brings its own store. */
export class SimState {
  readonly now: () => number;
  readonly people: People;
  readonly quota: Quota;
  readonly tokens: Tokens;
  readonly codes: Codes;
  readonly userTokens: UserTokens;
  readonly templates = new Templates();
  readonly chats: Chats;
  readonly sms: SmsBox;
  readonly faces: Faces;
  readonly faults: Faults;
  readonly log: CallLog;
  /** What the account published; nothing until then. */
  menu: Button[] | null = null;
  readonly callback: Callback;
  readonly pusher: Pusher;
  readonly results: Results;
  readonly outgoing = new Outgoing();
  readonly later = new Later();
  readonly phones = new Phones();
  readonly codesWithScene: SceneCodes;
  readonly tickets: Tickets;
  readonly media: MediaStore;
  readonly startedAt: number;
  /** By openid: how people stand to messages, when they followed and through which scene, when they last did something. */
  readonly behaviours = new LimitedMap<string, Behaviour>(200_000);
  readonly follows = new LimitedMap<string, { at: number; scene: string }>(200_000);
  readonly talks = new LimitedMap<string, number>(200_000);
  /** Messages that people agreed to, by openid and template. */
  readonly consents = new LimitedMap<string, number>(200_000);
  #subscribed = new LimitedMap<string, boolean>(200_000);
  #fullService = new LimitedMap<string, true>(10_000);
  #changes = { phone: 0, desk: 0 };

  constructor(readonly options: SimOptions) {
    this.now = options.now;
    this.people = new People(options);
    this.quota = new Quota(this.now);
    this.tokens = new Tokens(this.now, this.quota);
    this.codes = new Codes(this.now);
    this.userTokens = new UserTokens(this.now);
    this.chats = new Chats(this.now, () => this.changed('phone'));
    this.sms = new SmsBox(this.now, () => this.changed('phone'));
    this.faces = new Faces(this.now);
    this.faults = new Faults(this.now, () => this.changed('desk'));
    this.log = new CallLog(() => this.changed('desk'));
    this.codesWithScene = new SceneCodes(this.now);
    this.tickets = new Tickets(this.now);
    this.media = new MediaStore(this.now);
    this.startedAt = this.now();
    this.callback = new Callback(options);
    this.pusher = new Pusher(this);
    this.results = new Results(this);
  }

  /** Waits in real time, without keeping the process alive. */
  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { ref: false });
  }

  /** Ends what goes on by itself. */
  stop(): void {
    this.later.stop();
    this.pusher.stop();
    this.outgoing.close();
  }

  /** Tells the open pages that there is something new. */
  changed(where: 'phone' | 'desk'): void {
    this.#changes[where] += 1;
  }

  /** Differs when a page should fetch again; only the wide page shows the desk. */
  version(desk: boolean): string {
    return `${this.#changes.phone}.${desk ? this.#changes.desk : '-'}.${this.people.stamp()}`;
  }

  isSubscribed(person: Person): boolean {
    return this.#subscribed.get(person.slug) ?? person.subscribed;
  }

  setSubscribed(person: Person, subscribed: boolean): void {
    this.#subscribed.set(person.slug, subscribed);
    this.changed('phone');
  }

  /** Whether WeChat shows this person a read-only snapshot of the page, with a made-up openid. */
  isSnapshot(person: Person): boolean {
    return person.snapshot && !this.#fullService.get(person.slug);
  }

  /** 使用完整服务: the snapshot is left and the real openid is given from now on. */
  leaveSnapshot(person: Person): void {
    this.#fullService.set(person.slug, true);
    this.changed('phone');
  }
}
