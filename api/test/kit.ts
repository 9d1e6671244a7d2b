import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import type { DataSource } from 'typeorm';
import { createSim, type Person, type Sim } from '@wuye/wechat-sim';
import { createApp } from '../src/app.js';
import { entities } from '../src/entities.js';
import { Clock } from '../src/platform/clock/index.js';
import { type Config, readConfig } from '../src/platform/config/index.js';
import { Signer, Vault } from '../src/platform/crypto/index.js';
import { makeDataSource } from '../src/platform/database/index.js';
import { Outbox } from '../src/platform/outbox/index.js';
import { cast as people, type Cast, castPerson, seedCity, type Slug } from '../src/seed/index.js';
import { ContractWatch } from './contract-watch.js';
import { makeEmptyDatabase, testDatabaseUrl } from './database.js';

/** A Friday in working time, in Shanghai 10:00; the calendar knows 2026. */
export const FRIDAY = new Date('2026-11-20T02:00:00.000Z');
export const CAPTCHA = '2468';

/** A WeChat user of whom the simulator knows neither name nor papers: any face check with any papers passes for them. */
export const NAMELESS = {
  slug: 'nameless',
  openid: 'onameless000000000000000000',
  nickname: '无名',
  about: '',
  phone: '13900000999',
  snapshot: false,
  subscribed: true,
} as const;

/** Whom a test can be. */
export type Who = Slug | typeof NAMELESS.slug;

/** A clock that tests set. */
export class TestClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  override now(): Date {
    return new Date(this.instant);
  }

  set(instant: Date | string): void {
    this.instant = new Date(instant);
  }

  advance(milliseconds: number): void {
    this.instant = new Date(this.instant.getTime() + milliseconds);
  }
}

/** Someone at their phone: cookies are kept between requests. */
export type Browser = ReturnType<typeof request.agent>;

/** The api over HTTP, with the simulator and a seeded city, on the database that TEST_DATABASE_URL names (else SQLite). */
export interface World {
  readonly app: NestFastifyApplication;
  readonly clock: TestClock;
  readonly config: Config;
  readonly cast: Cast;
  readonly dataSource: DataSource;
  readonly outbox: Outbox;
  readonly sim: Sim;
  readonly vault: Vault;
  /** A browser in which nobody is signed in. */
  browser(): Browser;
  /** Someone of the cast, signed in through the simulator's authorize page. */
  as(slug: Who): Promise<Browser>;
  /** The newest code sent to a phone. */
  smsCode(phone: string): Promise<string>;
  /** Asks for a code as the forms do. */
  requestCode(browser: Browser, phone: string): Promise<string>;
  /** Presses a button of the simulator's face page: pass, fail, cancel or unsupported. */
  pressFace(verifyId: string, result: string): Promise<void>;
  /** Makes WeChat or the SMS gateway fail: calls whose path begins so, `count` of them or until `clear`. */
  fail(kind: 'away' | 'busy' | 'malformed' | 'clear', path?: string, count?: number): Promise<void>;
  /** The template messages in someone's chat, after everything due was sent. */
  chat(slug: Who): Promise<Card[]>;
  /** Ends everything; fails when a route answered with a code that its contract does not name. */
  close(): Promise<void>;
}

/** A template message as the phone shows it. */
export interface Card {
  readonly title: string;
  readonly url: string;
  readonly rows: readonly { readonly key: string; readonly label: string; readonly value: string }[];
}

/** An opened, migrated database without rows. */
export async function migratedDatabase(config: Config): Promise<DataSource> {
  await makeEmptyDatabase(config.DATABASE_URL);
  const dataSource = makeDataSource(config, entities);
  await dataSource.initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  return dataSource;
}

/** A database of its own for each spec file, so that files run side by side. */
export function testConfig(dataDir: string, simUrl: string, extra: Record<string, string> = {}): Config {
  return readConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    CAPTCHA_ANSWER: CAPTCHA,
    WECHAT_API_BASE: simUrl,
    WECHAT_OPEN_BASE: simUrl,
    SMS_URL: `${simUrl}/sim/sms`,
    DATABASE_URL: testDatabaseUrl(),
    ...extra,
  });
}

function driver(world: Pick<World, 'app' | 'sim' | 'outbox'>, watch: ContractWatch) {
  const server = world.app.getHttpServer() as Parameters<typeof request.agent>[0];
  const browser = (): Browser => request.agent(server).on('response', (response: request.Response) => watch.see(response)) as Browser;
  // Everyone has one phone: signing in again is no new device.
  const phones = new Map<Who, string>();
  const as = async (slug: Who): Promise<Browser> => {
    const agent = browser();
    const device = phones.get(slug);
    if (device) agent.jar.setCookie(`wuye_device=${device}`, '127.0.0.1', '/api');
    const start = await agent.get('/api/session/start?to=/h5/').expect(302);
    const authorized = await fetch(String(start.headers.location), { headers: { cookie: `sim_person=${slug}` }, redirect: 'manual' });
    const back = new URL(String(authorized.headers.get('location')));
    await agent.get(back.pathname + back.search).expect(302);
    phones.set(slug, agent.jar.getCookie('wuye_device', { domain: '127.0.0.1', path: '/api', secure: false, script: false })?.value ?? '');
    return agent;
  };
  const smsCode = async (phone: string): Promise<string> => {
    const answer = (await (await fetch(`${world.sim.url}/sim/sms?phone=${encodeURIComponent(phone)}`)).json()) as { messages: { text: string }[] };
    return /\d{6}/.exec(answer.messages.at(-1)?.text ?? '')?.[0] ?? '';
  };
  const requestCode = async (agent: Browser, phone: string): Promise<string> => {
    const captcha = await agent.post('/api/captchas').expect(201);
    await agent
      .post('/api/sms-codes')
      .send({ phone, captchaId: (captcha.body as { id: string }).id, captcha: CAPTCHA })
      .expect(201);
    return smsCode(phone);
  };
  const pressFace = async (verifyId: string, result: string): Promise<void> => {
    const body = new URLSearchParams({ verify_id: verifyId, result, return: 'http://localhost:3000/h5/bind' });
    await fetch(`${world.sim.url}/sim/face`, { method: 'POST', body, redirect: 'manual' });
  };
  const chat = async (slug: Who): Promise<Card[]> => {
    await world.outbox.drain();
    const answer = await fetch(`${world.sim.url}/sim/chat?person=${slug}`);
    return ((await answer.json()) as { cards: Card[] }).cards;
  };
  const fail: World['fail'] = async (kind, path, count) => {
    const asked = kind === 'clear' ? { method: 'DELETE' } : { method: 'POST', body: JSON.stringify({ kind, path, count }) };
    const { ok } = await fetch(`${world.sim.url}/sim/faults`, asked);
    if (!ok) throw new Error(`The simulator has no fault ${kind}.`);
  };
  return { browser, as, smsCode, requestCode, pressFace, fail, chat };
}

/** What differs from the usual world. */
export interface WorldOptions {
  readonly env?: Record<string, string>;
  /** Gets what the api logs, line by line. */
  readonly logStream?: { write(line: string): void };
}

/** Starts a world; `close` ends all of it. */
export async function startWorld({ env = {}, logStream }: WorldOptions = {}): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wuye-test-'));
  const clock = new TestClock(FRIDAY);
  const sim = await createSim({
    port: 0,
    dataDir,
    publicUrl: 'http://localhost:3000',
    people: [...people, NAMELESS].map((person): Person => ({ ...person })),
    now: () => clock.now().getTime(),
  });
  const config = testConfig(dataDir, sim.url, env);
  const dataSource = await migratedDatabase(config);
  const vault = new Vault(config.DATA_KEYS);
  const cast = await seedCity(dataSource, { vault, signer: new Signer(config.SIGNING_KEYS) }, { now: clock.now() });
  const app = await createApp({ config, dataSource, background: false, clock, ...(logStream && { logStream }) });
  const world = { app, clock, config, cast, dataSource, outbox: app.get(Outbox), sim, vault };
  const watch = new ContractWatch();
  // Listening once spares each request a server of its own.
  await app.listen(0, '127.0.0.1');
  return {
    ...world,
    ...driver(world, watch),
    close: async () => {
      await app.close();
      await dataSource.destroy();
      await sim.close();
      rmSync(dataDir, { recursive: true, force: true });
      watch.check();
    },
  };
}

export { castPerson };
