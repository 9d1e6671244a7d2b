/** An office's desk beside the phone: the same person's page at 1280×800, its paper and its files; and steps that several stories share. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { examine } from './kit.mjs';
import { photo } from './photo.mjs';

const DESK = { width: 1280, height: 800 };
/** A finger's width; links in running text and a table's cells at a desk are the pointer's. */
const FINGER = 44;

/** Where a story runs; the runner names a private MariaDB where there is one. */
export const databases = [['SQLite', ''], ...(process.env.E2E_DATABASE_URL ? [['MariaDB', process.env.E2E_DATABASE_URL]] : [])];

const at = (name) => new URL(`./pictures/${name}`, import.meta.url).pathname;
const isGone = (web) => web.locator('.toast:not(:empty)').waitFor({ state: 'hidden' });

/** Fails where the page is wider than its window: what stands outside is never found on a phone. */
async function fits(frame, name) {
  const [wide, room] = await frame.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= room, `${name}: the page is ${wide} wide in a window of ${room}`);
}

/** Fails on what a finger would miss. */
async function reaches(frame, name) {
  const small = await frame.evaluate((least) => {
    const isSeen = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible';
    const target = (element) => (element.matches('input[type=radio], input[type=checkbox]') ? (element.closest('label') ?? element) : element);
    const all = [...document.querySelectorAll('a[href], button, select, summary, input:not([type=hidden]), textarea')];
    return all
      .filter((element) => isSeen(element) && !element.matches('.hidden-visually, [aria-hidden=true]') && !element.closest('p .said'))
      .map((element) => [target(element).getBoundingClientRect().height, element.outerHTML.slice(0, 120)])
      .filter(([height]) => height > 0 && height < least);
  }, FINGER);
  assert.deepEqual(small, [], `${name}: too small for a finger`);
}

/** A phone's screen as it is and in 长辈版: each a picture, checked by axe, for its width and for its targets. */
export async function see(phone, name) {
  await isGone(phone.web);
  for (const [elder, suffix] of [
    [false, ''],
    [true, '-elder'],
  ]) {
    await phone.frame().evaluate((on) => document.documentElement.toggleAttribute('data-elder', on), elder);
    await phone.look(`${name}${suffix}`);
    await fits(phone.frame(), `${name}${suffix}`);
    await reaches(phone.frame(), `${name}${suffix}`);
  }
  await phone.frame().evaluate(() => document.documentElement.removeAttribute('data-elder'));
}

/** The second factor's sheet: asks for a code, reads it in the phone's messages, types it where the sheet is. */
export async function proveAgain(phone, web = phone.web) {
  await web.getByRole('heading', { name: '请确认是您本人' }).waitFor();
  const before = await phone.lastCode();
  await web.getByRole('button', { name: '获取验证码' }).click();
  await web.getByText(/验证码已发到/).waitFor();
  await web.getByLabel('短信验证码').fill(await phone.readSmsCode(before));
  await web.getByRole('button', { name: '确认', exact: true }).click();
}

/** The dialog before what can't be undone; its button names the act. */
export async function agree(web, act) {
  await web.getByRole('alertdialog').getByRole('button', { name: act, exact: true }).click();
}

/** After days have gone by the session is over: the page is closed and opened again from the menu. */
export async function comeBack(phone) {
  await phone.page.getByRole('button', { name: '微信', exact: true }).click();
  const open = phone.page.getByRole('button', { name: '关闭网页' });
  if (await open.isVisible()) await open.click();
  await phone.openFromMenu();
}

/** Speaks up by the poster at the gate; the public number. */
export async function speakUp(owner, { words, category, place = '', poster = /华阳小区/ }) {
  await owner.scan(poster);
  await owner.web.getByLabel('说说情况').fill(words);
  await owner.web.getByText(category, { exact: true }).click();
  if (place) await owner.web.getByLabel('位置（选填）').fill(place);
  await owner.web.getByRole('button', { name: '提交', exact: true }).click();
  await owner.web.getByRole('heading', { name: '已提交' }).waitFor();
  return /\d{8}-\d{6}/.exec(await owner.web.locator('body').innerText())[0];
}

/** Answers and ends what is open before them: words, a picture, and how it ended. */
export async function settle(web, { words, reason }) {
  await web.getByRole('button', { name: '响应', exact: true }).click();
  await web.getByLabel('处理结果', { exact: true }).fill(words);
  if (reason) {
    await web.getByText('已办结但未解决', { exact: true }).click();
    await web.getByText(reason, { exact: true }).click();
  } else {
    await web
      .getByRole('group', { name: '处理后的照片' })
      .locator('input[type=file]')
      .last()
      .setInputFiles(await photo('fixed.png', '#2a7a4a'));
    await web.getByLabel('已上传').first().waitFor();
    await web.getByText('已解决', { exact: true }).click();
  }
  await web.getByRole('button', { name: '提交', exact: true }).click();
  await web.getByRole('alertdialog').getByRole('button', { name: /^办结/ }).click();
  await web.getByText('已办结', { exact: true }).first().waitFor();
}

/** A table as the hotline sends it. */
export function csvOf(name, rows) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${rows.map((cells) => cells.join(',')).join('\r\n')}\r\n`) };
}

/**
 * A window, not a tab before the phone's page: a page behind another one is drawn once a second and loses what is clicked meanwhile, and
 * once it is in front again the frame in it takes no click in its lowest part.
 */
export async function anotherWindow({ context, page }) {
  const [phone, browser] = await Promise.all([context.newCDPSession(page), context.browser().newBrowserCDPSession()]);
  const { targetInfo } = await phone.send('Target.getTargetInfo');
  const { browserContextId } = targetInfo;
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    browser.send('Target.createTarget', { url: 'about:blank', newWindow: true, browserContextId }),
  ]);
  await Promise.all([phone.detach(), browser.detach()]);
  return opened;
}

/** Someone's page on the office's screen: the phone must have been signed in. */
export class Desk {
  constructor(phone, page) {
    Object.assign(this, { phone, page });
    page.on('pageerror', (error) => phone.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) phone.errors.push(message.text());
    });
  }

  static async of(phone, path) {
    const page = await anotherWindow(phone);
    page.setDefaultTimeout(20_000);
    await page.setViewportSize(DESK);
    const desk = new Desk(phone, page);
    await desk.open(path);
    return desk;
  }

  async open(path) {
    await this.page.goto(new URL(`/h5${path}`, this.phone.frame().url()).href);
  }

  /** A picture, checked by axe and for its width. */
  async look(name) {
    await isGone(this.page);
    await this.page.waitForTimeout(350);
    mkdirSync(at(''), { recursive: true });
    await this.page.screenshot({ path: at(`${name}.png`) });
    await examine(this.page.mainFrame(), name);
    await fits(this.page.mainFrame(), name);
  }

  /** What [打印] gives: the sheet as the page's own styles size it, kept beside the pictures. Width and height in mm, and how many pages. */
  async print(name) {
    const bytes = await this.page.pdf({ preferCSSPageSize: true });
    mkdirSync(at(''), { recursive: true });
    writeFileSync(at(`${name}.pdf`), bytes);
    return paperOf(bytes);
  }

  /** Presses what downloads a file; its name, bytes and words. Kept beside the pictures where `name` says so. */
  async download(press, name = '') {
    const [file] = await Promise.all([this.page.waitForEvent('download'), press()]);
    const bytes = readFileSync(await file.path());
    if (name) writeFileSync(at(name), bytes);
    return { name: file.suggestedFilename(), bytes, text: await wordsOf(bytes) };
  }

  close() {
    return this.page.close();
  }
}

/** A table's words, a line a row: of CSV as it stands, of Excel's as the platform reads such tables. */
async function wordsOf(bytes) {
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') return bytes.toString('utf8');
  const path = at('exported.xlsx');
  writeFileSync(path, bytes);
  const { sheetRows } = await import('../api/dist/platform/sheet/index.js');
  const lines = [];
  for await (const { cells } of sheetRows(path)) lines.push(cells.map((cell) => Object.values(cell ?? {})[0] ?? '').join(','));
  return lines.join('\n');
}

/** Of a PDF: pages, and the first one's size in mm. */
export function paperOf(bytes) {
  const text = Buffer.from(bytes).toString('latin1');
  assert.equal(text.slice(0, 5), '%PDF-');
  const [width, height] = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/
    .exec(text)
    .slice(1)
    .map((points) => Math.round((Number(points) * 25.4) / 72));
  return { width, height, pages: text.match(/\/Type\s*\/Page\b/g).length };
}
