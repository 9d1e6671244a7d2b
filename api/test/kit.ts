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

/** A Friday in working time, in Shanghai 10:00; the calendar knows 2026. */
export const FRIDAY = new Date('2026-11-20T02:00:00.000Z');
export const CAPTCHA = '2468';

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
  as(slug: Slug): Promise<Browser>;
  /** The newest code sent to a phone. */
  smsCode(phone: string): Promise<string>;
  /** Asks for a code as the forms do. */
  requestCode(browser: Browser, phone: string): Promise<string>;
  /** Presses a button of the simulator's face page: pass, fail, cancel or unsupported. */
  pressFace(verifyId: string, result: string): Promise<void>;
  close(): Promise<void>;
}

async function emptyDatabase(config: Config): Promise<DataSource> {
  const dataSource = makeDataSource(config, entities);
  await dataSource.initialize();
  if (config.DATABASE_URL) await dataSource.dropDatabase();
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
    DATABASE_URL: process.env.TEST_DATABASE_URL ? `${process.env.TEST_DATABASE_URL}_${process.env.JEST_WORKER_ID ?? '1'}` : '',
    ...extra,
  });
}

function driver(world: Pick<World, 'app' | 'sim'>) {
  const server = world.app.getHttpServer() as Parameters<typeof request.agent>[0];
  const browser = (): Browser => request.agent(server);
  const as = async (slug: Slug): Promise<Browser> => {
    const agent = browser();
    const start = await agent.get('/api/session/start?to=/h5/').expect(302);
    const authorized = await fetch(String(start.headers.location), { headers: { cookie: `sim_person=${slug}` }, redirect: 'manual' });
    const back = new URL(String(authorized.headers.get('location')));
    await agent.get(back.pathname + back.search).expect(302);
    return agent;
  };
  const smsCode = async (phone: string): Promise<string> => {
    const answer = (await (await fetch(`${world.sim.url}/sim/sms?phone=${encodeURIComponent(phone)}`)).json()) as { messages: { text: string }[] };
    return /\d{6}/.exec(answer.messages.at(-1)?.text ?? '')?.[0] ?? '';
  };
  const requestCode = async (agent: Browser, phone: string): Promise<string> => {
    const captcha = await agent.post('/api/captchas').expect(201);
    await agent.post('/api/sms-codes').send({ phone, captchaId: (captcha.body as { id: string }).id, captcha: CAPTCHA }).expect(201);
    return smsCode(phone);
  };
  const pressFace = async (verifyId: string, result: string): Promise<void> => {
    const body = new URLSearchParams({ verify_id: verifyId, result, return: 'http://localhost:3000/h5/bind' });
    await fetch(`${world.sim.url}/sim/face`, { method: 'POST', body, redirect: 'manual' });
  };
  return { browser, as, smsCode, requestCode, pressFace };
}

/** Starts a world; `close` ends all of it. */
export async function startWorld(extra: Record<string, string> = {}): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wuye-test-'));
  const sim = await createSim({ port: 0, dataDir, publicUrl: 'http://localhost:3000', people: [...people] as Person[] });
  const config = testConfig(dataDir, sim.url, extra);
  const dataSource = await emptyDatabase(config);
  const vault = new Vault(config.DATA_KEYS);
  const clock = new TestClock(FRIDAY);
  const cast = await seedCity(dataSource, { vault, signer: new Signer(config.SIGNING_KEYS) }, { now: clock.now() });
  const app = await createApp({ config, dataSource, background: false, clock });
  const world = { app, clock, config, cast, dataSource, outbox: app.get(Outbox), sim, vault };
  return {
    ...world,
    ...driver(world),
    close: async () => {
      await app.close();
      await dataSource.destroy();
      await sim.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export { castPerson };
