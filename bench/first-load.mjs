/** P7: what a real browser fetches for the home page when nothing is cached. */
import { createRequire } from 'node:module';

const require = createRequire(new URL('../e2e/package.json', import.meta.url));
const COUNTED = new Set(['Script', 'Stylesheet', 'Font']);

/** Opens a page with an empty cache, accepting gzip alone; gives each answer's kind, address and bytes on the wire. */
async function fetched(browser, base, cookie, path) {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 } });
  const [name, value] = cookie.split('=');
  await context.addCookies([{ name, value, url: base }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setExtraHTTPHeaders', { headers: { 'accept-encoding': 'gzip' } });
  const answers = new Map();
  session.on('Network.responseReceived', ({ requestId, type, response }) =>
    answers.set(requestId, { type, url: response.url, headers: response.headers, head: response.encodedDataLength }),
  );
  // The length of the whole answer less what had come when its headers were read.
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    Object.assign(answers.get(requestId) ?? {}, { bytes: encodedDataLength - (answers.get(requestId)?.head ?? 0) }),
  );
  await page.goto(base + path, { waitUntil: 'networkidle' });
  await page.locator('#app *').first().waitFor();
  await context.close();
  return [...answers.values()];
}

/** Loads the home page cold; sums the bodies of its scripts, styles and fonts. */
export async function measureFirstLoad({ base, cookie }, path = '/h5/') {
  const { chromium } = require('playwright-core');
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const answers = (await fetched(browser, base, cookie, path)).filter(({ type, url }) => COUNTED.has(type) && url.startsWith(base));
    if (answers.length === 0) throw new Error('The home page fetched no script: is the H5 built?');
    const bytes = answers.reduce((total, answer) => total + answer.bytes, 0);
    const plain = answers.filter(({ headers }) => !(headers['content-encoding'] ?? headers['Content-Encoding'])).map(({ url }) => url);
    return { bytes, files: answers.map(({ url, bytes: each }) => ({ file: new URL(url).pathname, bytes: each })), plain };
  } finally {
    await browser.close();
  }
}
