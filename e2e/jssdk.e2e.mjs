/** WeChat's JS-SDK inside the pages, in real Chromium through the simulator's iOS and Android phones: scan, place, letters. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

describe('inside WeChat', () => {
  let platform, browser;
  before(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  const set = (person, settings) => fetch(`${platform.sim}/sim/phone`, { method: 'POST', body: JSON.stringify({ person, ...settings }) });
  /** Who asked for a signature, and what WeChat said to it, as the phone's frame saw it. */
  const verdicts = (phone) => {
    const said = [];
    phone.page.on('response', async (response) => {
      if (response.url().endsWith('/sim/jssdk/config')) said.push((await response.json()).errMsg);
    });
    return said;
  };

  for (const [kind, slug] of [
    ['ios', 'owner-chen'],
    ['android', 'owner-zhao'],
  ]) {
    it(`scans a poster and gives the place on ${kind}, pages away from where it landed`, async () => {
      await set(slug, { platform: kind, location: 'deny', font: kind === 'android' ? 5 : 2 });
      const phone = await Phone.of(platform, browser, slug);
      const said = verdicts(phone);
      await phone.openFromMenu();
      await phone.web.getByRole('link', { name: '业主有话说' }).first().click();
      await phone.web.getByRole('button', { name: '扫一扫' }).click();
      await phone.page
        .getByRole('dialog')
        .getByRole('button', { name: /华阳小区/ })
        .click();
      await phone.web.getByLabel('位置（选填）').fill('3栋2单元');
      await phone.web.getByRole('button', { name: '用我现在的位置' }).click();
      await phone.web.getByText(/没有得到您的位置/).waitFor();
      await set(slug, { location: 'allow' });
      await phone.page.waitForTimeout(1500);
      await phone.web.getByRole('button', { name: '用我现在的位置' }).click();
      await phone.web.getByText('已附上您现在的位置（误差约 30 米）').waitFor();
      assert.equal(await phone.web.getByLabel('位置（选填）').inputValue(), '3栋2单元');
      // On Android the form's url is another one than the picker's: it was configured anew. Nothing was refused.
      assert.deepEqual(said, kind === 'ios' ? ['config:ok'] : ['config:ok', 'config:ok']);
      if (kind === 'android') await phone.web.getByRole('button', { name: '用长辈版' }).waitFor();
      await phone.look(`jssdk-${kind}`);
      await phone.close();
    });
  }
});
