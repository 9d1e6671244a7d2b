/**
 * The whole product as people meet it: `npm start`'s own programs on free ports, the simulator's phones in real Chromium at
 * 375×812. Nothing is stubbed; pictures are kept in e2e/pictures (ignored by git).
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const CAPTCHA = '2468';
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PHONE = { width: 375, height: 812 };
const READY_WITHIN = 30_000;

/** True where there is a browser to test with. */
export const hasChromium = () => existsSync(CHROMIUM);

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts api and simulator on their own data; `databaseUrl` empty means embedded SQLite, `extra` is more of the environment. */
export async function startPlatform(databaseUrl = '', extra = {}) {
  const [port, simPort] = [await freePort(), await freePort()];
  const dataDir = mkdtempSync(join(tmpdir(), 'wuye-e2e-'));
  const env = {
    ...process.env,
    NODE_ENV: 'development',
    PORT: String(port),
    SIM_PORT: String(simPort),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: `http://localhost:${port}`,
    CAPTCHA_ANSWER: CAPTCHA,
    // A Friday in working time: some messages wait for the morning, and deadlines depend on the hour.
    CLOCK_START: '2026-11-20T10:00:00+08:00',
    ...extra,
  };
  if (databaseUrl) {
    const { status, stderr } = spawnSync(process.execPath, ['api/dist/migrate.js'], { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`migrate: ${stderr}`);
  }
  const start = (program, more = {}) => spawn(process.execPath, [program], { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const children = ['wechat-sim/dist/main.js', 'api/dist/main.js'].map((program) => start(program));
  await ready(children[1]);
  return {
    origin: `http://localhost:${port}`,
    sim: `http://localhost:${simPort}`,
    port,
    simPort,
    /** Time goes on: the api begins again at a later instant, on the same data; the phones notice nothing. */
    async goTo(instant) {
      await stopChild(children[1]);
      children[1] = start('api/dist/main.js', { CLOCK_START: instant });
      await ready(children[1]);
    },
    async stop() {
      await Promise.all(children.map((child) => stopChild(child)));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function ready(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the api was not ready in time')), READY_WITHIN);
    child.once('exit', (code) => reject(new Error(`the api ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      if (!String(chunk).includes('ready ')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

function stopChild(child) {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

/** Opens the browser; every phone in it is a page of its own, as two people hold two phones. */
export async function openBrowser() {
  const root = process.getuid?.() === 0;
  const args = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(root ? ['--no-sandbox'] : []),
  ];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

const axeSource = () => readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Fails on what axe finds seriously wrong with a page. */
export async function examine(frame, name) {
  await frame.evaluate(axeSource());
  const found = await frame.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  if (serious.length > 0) throw new Error(`${name}: ${serious.map(({ id, nodes }) => `${id} ${nodes[0].html}`).join('; ')}`);
}

/** Everyone has one phone: what tells it apart is there again the next time, or it would have to prove its number first. */
const devices = new Map();

/** Someone's phone in the simulator, and what they do with it. */
export class Phone {
  constructor(platform, context, page, slug) {
    Object.assign(this, { platform, context, page, slug });
    this.web = page.frameLocator('iframe[title="网页"]');
    this.errors = [];
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      // A refused request is what some steps are about; a script's error never is.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.errors.push(message.text());
    });
  }

  static async of(platform, browser, slug) {
    const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    await context.addCookies(devices.get(`${platform.port} ${slug}`) ?? []);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`http://${slug}.localhost:${platform.simPort}/`);
    return new Phone(platform, context, page, slug);
  }

  /** The account's menu: 业务办理 → 物业. */
  async openFromMenu() {
    await this.page.getByRole('button', { name: '微信', exact: true }).click();
    await this.page.getByRole('button', { name: '业务办理' }).click();
    await this.page.getByRole('button', { name: '物业', exact: true }).click();
  }

  async scan(poster) {
    await this.page.getByRole('button', { name: '扫一扫', exact: true }).click();
    await this.page.getByRole('button', { name: poster }).click();
  }

  /** Waits for a card in the chat and opens it. */
  async openCard(title) {
    await this.page.getByRole('button', { name: '微信', exact: true }).click();
    const back = this.page.getByRole('button', { name: '关闭网页' });
    if (await back.isVisible()) await back.click();
    await this.page
      .getByRole('button', { name: new RegExp(`^${title}`) })
      .last()
      .click({ timeout: 15_000 });
  }

  /** The newest code among the phone's messages as they are on its screen; null when there is none. */
  async lastCode() {
    const texts = await this.page.getByText(/验证码 \d{6}/).allInnerTexts();
    return /验证码 (\d{6})/.exec(texts.at(-1) ?? '')?.[1] ?? null;
  }

  /** Waits for a code other than the one before, as its owner would, and reads it out of the phone's own messages. */
  async readSmsCode(before = null) {
    await this.page.getByRole('button', { name: '短信', exact: true }).click();
    const until = Date.now() + 20_000;
    let code = await this.lastCode();
    // Messages that went while the program was started anew are gone from the list: how many there are says nothing.
    for (; code === null || code === before; code = await this.lastCode()) {
      if (Date.now() > until) throw new Error(`${this.slug} got no code`);
      await this.page.waitForTimeout(100);
    }
    await this.page.getByRole('button', { name: '微信', exact: true }).click();
    return code;
  }

  /** The page inside the webview. */
  frame() {
    return this.page.frames().find((frame) => frame.url().includes(`:${this.platform.port}/`));
  }

  /** Keeps a picture of the screen, and fails on what axe finds wrong with the page. */
  async look(name) {
    await this.page.waitForTimeout(350);
    mkdirSync(new URL('./pictures/', import.meta.url), { recursive: true });
    await this.page.screenshot({ path: new URL(`./pictures/${name}.png`, import.meta.url).pathname });
    const frame = this.frame();
    if (frame) await examine(frame, name);
  }

  async close() {
    const cookies = await this.context.cookies();
    devices.set(
      `${this.platform.port} ${this.slug}`,
      cookies.filter(({ name }) => name === 'wuye_device'),
    );
    await this.context.close();
    if (this.errors.length > 0) throw new Error(`${this.slug}'s pages had errors: ${this.errors.join(' | ')}`);
  }
}
