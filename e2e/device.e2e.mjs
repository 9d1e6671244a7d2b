/** A manager on a new phone: told so, proves the registered number, works; then signs the new phone out from the old one. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

describe('a new phone', () => {
  let platform, browser, old, fresh;
  const bar = (phone) => phone.web.getByText('这是新设备，验证登记的手机后才能办理工作。');

  before(async () => {
    platform = await startPlatform('');
    browser = await openBrowser();
    old = await Phone.of(platform, browser, 'manager-wang');
    await old.openFromMenu();
    await old.web.getByRole('link', { name: '物业服务' }).waitFor();
    fresh = await Phone.of(platform, browser, 'manager-wang');
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('says what it needs, and goes on once the code was typed', async () => {
    assert.equal(await bar(old).count(), 0);
    await fresh.openFromMenu();
    await bar(fresh).waitFor();
    await fresh.look('device-01-bar');
    await fresh.web.getByRole('button', { name: '验证手机' }).click();
    await fresh.web.getByRole('heading', { name: '验证登记的手机' }).waitFor();
    await fresh.web.getByRole('button', { name: '获取验证码' }).click();
    await fresh.web.getByText(/验证码已发到 138/).waitFor();
    await fresh.look('device-02-sheet');
    const code = await fresh.readSmsCode();
    await fresh.web.getByLabel('短信验证码').fill(code);
    await fresh.web.getByRole('button', { name: '验证', exact: true }).click();
    await bar(fresh).waitFor({ state: 'detached' });
  });

  it('is in the list of the old one, and can be signed out from there', async () => {
    await old.frame().evaluate(() => globalThis.location.assign('/h5/me'));
    await old.web.getByRole('link', { name: '登录设备' }).click();
    await old.web.getByText('正在使用的这台').waitFor();
    await old.look('device-03-list');
    await old.web.getByRole('button', { name: /^让它退出：/ }).click();
    await old.look('device-04-question');
    await old.web.getByRole('alertdialog').getByRole('button', { name: '让它退出' }).click();
    await old.web.getByText(/已退出/).waitFor();
    const { status } = await fresh.frame().evaluate(async () => ({ status: (await fetch('/api/session')).status }));
    assert.equal(status, 401);
  });

  it('without an error on any page', async () => {
    await old.close();
    await fresh.close();
  });
});
