/** Who called: written down by the desk, told by SMS, and heard by the link without signing in; and how an office sees what it has not read. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { databases, see, settle } from './desk.mjs';
import { examine, openBrowser, Phone, startPlatform } from './kit.mjs';

const PHONE = '13800000193';

for (const [database, url] of databases) {
  describe(`a caller on ${database}`, () => {
    let platform, browser, staff, officer, manager, page;
    const errors = [];
    const name = (rest) => `${database.toLowerCase()}-caller-${rest}`;

    /** The texts on the caller's phone, once there are so many. */
    async function texts(count) {
      for (let tries = 0; tries < 100; tries++) {
        const { messages } = await (await fetch(`${platform.sim}/sim/sms?phone=${PHONE}`)).json();
        if (messages.length >= count) return messages.map(({ text }) => text);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`${count} SMS did not come`);
    }
    const linkIn = (text) => /http\S+$/.exec(text)[0];

    async function look(rest) {
      mkdirSync(new URL('./pictures/', import.meta.url), { recursive: true });
      for (const elder of [false, true]) {
        await page.evaluate((on) => document.documentElement.toggleAttribute('data-elder', on), elder);
        await page.waitForTimeout(350);
        await page.screenshot({ path: new URL(`./pictures/${name(rest)}${elder ? '-elder' : ''}.png`, import.meta.url).pathname, fullPage: true });
        await examine(page.mainFrame(), name(rest));
      }
      await page.evaluate(() => document.documentElement.removeAttribute('data-elder'));
    }

    before(async () => {
      platform = await startPlatform(url);
      browser = await openBrowser();
      [staff, officer, manager] = await Promise.all(['staff-deng', 'officer-wu', 'manager-wang'].map((slug) => Phone.of(platform, browser, slug)));
      // A phone of its own, on which nobody is signed in.
      const context = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
      page = await context.newPage();
      page.on('pageerror', (error) => errors.push(String(error)));
    });
    after(async () => {
      await browser?.close();
      await platform?.stop();
    });

    it('is written down, and told by SMS', async () => {
      const { web } = staff;
      await staff.openFromMenu();
      await web.getByRole('link', { name: '代业主登记' }).click();
      await web.getByLabel('来电电话').fill(PHONE);
      await web.getByLabel('称呼（选填）').fill('郑先生');
      await web.getByLabel('反映的情况').fill('来电说 3栋2单元电梯停了，请打13800000193');
      await web.getByText('电梯', { exact: true }).click();
      await web.getByRole('button', { name: '登记', exact: true }).click();
      await web.getByText(/会发短信到来电手机/).waitFor();
      const [text] = await texts(1);
      assert.match(text, /^【智慧物业】您反映的事（编号 \d{8}-\d{6}）已登记。/);
      assert.doesNotMatch(text, /郑|电梯|1380000/);
    });

    it('the link opens without signing in: where it stands and until when, and nothing of anyone', async () => {
      await page.goto(linkIn((await texts(1))[0]));
      await page.getByText(/物业应在 .* 小时内响应：今天 14:00 前/).waitFor();
      await look('01-waiting');
      assert.doesNotMatch(await page.locator('body').innerText(), /郑|3栋|13800000193|微信/);
      assert.equal((await page.context().cookies()).filter(({ name: each }) => each.includes('session')).length, 0);
    });

    it('the district sees that it has not read it, and marks what is unread as read together', async () => {
      const { web } = officer;
      await officer.openFromMenu();
      await web.getByRole('link', { name: '诉求督办' }).first().click();
      await web.getByText('未读', { exact: true }).first().waitFor();
      await see(officer, name('02-unread'));
      await web.getByRole('button', { name: '选择' }).click();
      await web.getByText('已读只是您自己的记号，不算响应，期限照走。').waitFor();
      await see(officer, name('03-choose'));
      await web.getByRole('button', { name: '取消' }).click();
      // What came a moment ago is not marked with the rest.
      await officer.page.waitForTimeout(2_500);
      await web.getByRole('button', { name: '全部标为已读' }).click();
      await web.getByText(/件未读都标为已读？/).waitFor();
      await officer.look(name('04-sure'));
      await web.getByRole('button', { name: '全部标为已读' }).last().click();
      await web.getByText('未读', { exact: true }).first().waitFor({ state: 'hidden' });
      await web.getByRole('link', { name: '只看未读' }).click();
      await web.getByText('没有未读的').waitFor();
      await see(officer, name('05-none'));
    });

    it('answered and closed, the caller says that it is not solved, and it is done anew', async () => {
      await manager.openCard('投诉处理提醒');
      await settle(manager.web, { words: '电梯主板已更换，试运行正常，恢复使用。' });
      const closed = (await texts(3)).at(-1);
      assert.match(closed, /已办结，请您评价/);
      await page.goto(linkIn(closed));
      await page.getByText('电梯主板已更换').first().waitFor();
      await look('06-closed');
      await page.getByRole('button', { name: '未解决' }).click();
      await page.getByLabel('哪里没有解决').fill('还是停的');
      await page.getByRole('button', { name: '重新办理' }).click();
      await page.getByText('重新办理', { exact: true }).first().waitFor();
      await look('07-reopened');
    });

    it('a link that is none says what to do', async () => {
      await page.goto(`${platform.origin}/h5/t#${'x'.repeat(22)}`);
      await page.getByText(/请打物业服务电话/).waitFor();
      await look('08-over');
    });

    it('had no script error on any page', async () => {
      for (const phone of [staff, officer, manager]) await phone.close();
      assert.deepEqual(errors, []);
    });
  });
}
