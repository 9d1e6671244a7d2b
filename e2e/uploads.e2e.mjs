/** A bad line: pictures stop in the middle, WeChat ends the page, and nothing is lost. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser, Phone, startPlatform } from './kit.mjs';
import { photograph } from './photo.mjs';

const COUNT = 3;
const WORDS = '单元门口的灯不亮，晚上看不见台阶';

describe('pictures over a bad line', () => {
  let platform, browser, owner;
  /** How many pieces still get through. */
  let left = 2;
  const keys = new Set();
  const offsets = [];

  before(async () => {
    platform = await startPlatform(process.env.E2E_DATABASE_URL ?? '');
    browser = await openBrowser();
    owner = await Phone.of(platform, browser, 'owner-li');
    await owner.context.route('**/api/uploads/*/pieces/*', (route) => {
      if (left-- <= 0) return route.abort('connectionreset');
      offsets.push(new URL(route.request().url()).pathname);
      return route.continue();
    });
    owner.context.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/uploads')) keys.add(request.postDataJSON().key);
    });
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('the line breaks: each says how far it is and that it goes on; 提交 waits for them', async () => {
    await owner.scan(/华阳小区/);
    const pictures = await Promise.all(Array.from({ length: COUNT }, (_, index) => photograph(`${index}.jpg`)));
    await owner.web.locator('input[type=file][multiple]').setInputFiles(pictures);
    await owner.web.getByLabel('说说情况').fill(WORDS);
    await owner.web.getByText('照明用电', { exact: true }).click();
    await owner.web.getByText('网络不好，正在续传').first().waitFor();
    await owner.web.getByText(/离开这一页也不会丢/).waitFor();
    await owner.look('uploads-01-broken');
    await owner.web.getByRole('button', { name: '提交', exact: true }).click();
    await owner.web.getByRole('button', { name: '照片传完自动提交' }).waitFor();
    await owner.look('uploads-02-waiting');
  });

  it('the page ends and is opened again: words and pictures are there, and go on under their names', async () => {
    const begun = new Set(keys);
    await owner.frame().evaluate(() => globalThis.location.reload());
    await owner.web.getByText(/已恢复 .* 填写的内容/).waitFor();
    await owner.web.getByRole('img', { name: `第 ${COUNT} 张照片` }).waitFor();
    assert.equal(await owner.web.getByLabel('说说情况').inputValue(), WORDS);
    left = Infinity;
    await owner.web
      .getByLabel('已上传')
      .nth(COUNT - 1)
      .waitFor({ timeout: 60_000 });
    for (const key of begun) assert.ok(keys.has(key));
    assert.equal(keys.size, COUNT);
    assert.equal(new Set(offsets).size, offsets.length, 'a piece that had arrived was sent again');
    await owner.look('uploads-03-arrived');
  });

  it('they go with the complaint, and none stays on the phone', async () => {
    await owner.web.getByRole('button', { name: '提交', exact: true }).click();
    await owner.web.getByRole('heading', { name: '已提交' }).waitFor();
    const kept = await owner.frame().evaluate(
      () =>
        new Promise((resolve) => {
          globalThis.indexedDB.open('wuye').onsuccess = ({ target }) => {
            target.result.transaction('picture').objectStore('picture').count().onsuccess = (event) => resolve(event.target.result);
          };
        }),
    );
    assert.equal(kept, 0);
    await owner.web.getByRole('link', { name: '看看进度' }).click();
    await owner.web
      .getByRole('button', { name: /^看大图/ })
      .nth(COUNT - 1)
      .waitFor();
  });

  it('had no script error', () => owner.close());
});
