/** A part of a page that does not come: a cut line, and a release after which the open page's files are gone. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Desk, speakUp } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

const PART = /assets\/RespondPanel-.*\.js/;
const NEXT = /assets\/ClosePanel-.*\.js/;
const WORDS = '换了灯泡，正在查线路。';

describe('a file that does not come', () => {
  let platform, browser, owner, manager, officer, no;
  const respond = () => manager.web.getByRole('button', { name: '响应', exact: true });
  const openTask = async () => {
    await manager.openFromMenu();
    await manager.web.getByRole('link', { name: '诉求处理' }).first().click();
    await manager.web.getByRole('link', { name: new RegExp(no) }).click();
    await manager.web.getByRole('heading', { name: '诉求详情' }).waitFor({ state: 'attached' });
  };
  const closeWeb = () => manager.page.getByRole('button', { name: '关闭网页' }).click();

  before(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    [owner, manager, officer] = await Promise.all(['owner-li', 'manager-wang', 'officer-wu'].map((slug) => Phone.of(platform, browser, slug)));
    no = await speakUp(owner, { words: '楼道灯不亮', category: '照明用电' });
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('a stylesheet that is lost once is asked for again: no form stands there without its looks', async () => {
    const isStyle = /assets\/RespondPanel-.*\.css/;
    let [asked, came] = [0, 0];
    manager.page.on('response', (response) => isStyle.test(response.url()) && response.ok() && came++);
    await manager.page.route(isStyle, (route) => (++asked === 1 ? route.abort() : route.continue()));
    await openTask();
    await respond().waitFor();
    for (let turn = 0; turn < 50 && came === 0; turn++) await manager.page.waitForTimeout(100);
    assert.deepEqual([asked > 1, came > 0], [true, true]);
    await manager.page.unroute(isStyle);
    await closeWeb();
  });

  it('a line that breaks once is not noticed: the part is asked for again', async () => {
    let asked = 0;
    await manager.page.route(PART, (route) => (++asked === 1 ? route.abort() : route.continue()));
    await openTask();
    await manager.web.getByLabel('给投诉人的回复').waitFor();
    assert.ok(asked > 1);
    await respond().waitFor();
    await closeWeb();
  });

  it('one that stays cut is said, and nothing can be pressed whose form is not there', async () => {
    await manager.page.unroute(PART);
    await manager.page.route(PART, (route) => route.abort());
    await openTask();
    await manager.web.getByText('正在加载').first().waitFor();
    await manager.web.getByText('没有加载出来').waitFor();
    assert.equal(await respond().count(), 0);
    await manager.look('missing-01-part');
  });

  it('重新加载 tells of a line that is still away, and brings the part once it is back', async () => {
    const { web, page } = manager;
    const isPage = (url) => url.pathname === `/h5/tasks/${no}`;
    await page.route(isPage, (route) => route.abort());
    await web.getByRole('button', { name: '重新加载' }).click();
    await web.getByText('网络断开，连上网络后请重试。').waitFor();
    await page.unrouteAll();
    await web.getByRole('button', { name: '重新加载' }).click();
    await respond().click();
    await web.getByLabel('处理结果', { exact: true }).fill(WORDS);
    // A draft is kept a moment after the last key.
    await page.waitForTimeout(600);
    await closeWeb();
  });

  it('after a release the open page says so and opens itself anew, with what was typed', async () => {
    const { web, page } = manager;
    const isPage = (url) => url.pathname.startsWith('/h5/') && !url.pathname.includes('/assets/');
    await page.route(NEXT, (route) => route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{}' }));
    let released = true;
    const html = await (await fetch(`${platform.origin}/h5/`)).text();
    const body = html.replace(/index-[\w-]+\.js/, 'index-Released.js');
    assert.notEqual(body, html);
    // What the page asks about itself; what it is opened from stays.
    await page.route(isPage, (route) =>
      released && route.request().resourceType() === 'fetch' ? route.fulfill({ contentType: 'text/html', body }) : route.continue(),
    );
    await openTask();
    await web.getByText('页面已更新，正在重新打开').waitFor();
    await manager.look('missing-02-released');
    released = false;
    await page.unrouteAll();
    await web.getByText('页面已更新，正在重新打开').waitFor({ state: 'hidden' });
    assert.equal(await web.getByLabel('处理结果', { exact: true }).inputValue(), WORDS);
    await closeWeb();
  });

  it('a row’s act is shown and has the focus, however late its part comes', async () => {
    await officer.openFromMenu();
    await officer.web.getByRole('link', { name: '诉求督办' }).waitFor();
    const desk = await Desk.of(officer, '/me');
    await desk.page.route(/assets\/OversightPanel-.*\.js/, async (route) => {
      await desk.page.waitForTimeout(4_000);
      await route.continue();
    });
    await desk.open(`/tasks/${no}?act=supervise`);
    await desk.page.getByRole('status').filter({ hasText: '正在加载' }).first().waitFor();
    await desk.page.locator('#act-supervise :focus').waitFor();
    await desk.close();
  });

  it('a link whose page does not come is no dead link', async () => {
    const { web, page } = manager;
    await manager.openFromMenu();
    await web.getByRole('link', { name: '我的' }).first().waitFor();
    const files = (url) => url.pathname.startsWith('/h5/');
    await page.route(files, (route) => route.abort());
    await web
      .getByRole('link', { name: /条未读|消息/ })
      .first()
      .click();
    await web.getByText('这一页没有加载出来，请检查网络。').waitFor();
    await manager.look('missing-03-page');
    await page.unrouteAll();
    await web.getByRole('button', { name: '重新加载' }).click();
    await web.getByRole('heading', { name: '消息' }).first().waitFor({ state: 'attached' });
    assert.match(manager.frame().url(), /\/h5\/messages/);
  });
});
