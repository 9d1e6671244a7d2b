/** 规则设置 and 工作日历 as the city's officer does them: a limit changed and saved as a version, the next year entered from a pasted notice. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { anotherWindow } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

/** Ours: no notice has ordered 2027 yet. */
const NOTICE = `国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。`;

/** The second factor's sheet. */
async function proveAgain(phone) {
  await phone.web.getByRole('heading', { name: '请确认是您本人' }).waitFor();
  await phone.web.getByRole('button', { name: '获取验证码' }).click();
  await phone.web.getByText(/验证码已发到/).waitFor();
  const code = await phone.readSmsCode();
  await phone.web.getByLabel('短信验证码').fill(code);
  await phone.web.getByRole('button', { name: '确认', exact: true }).click();
}

const databases = [['SQLite', ''], ...(process.env.E2E_DATABASE_URL ? [['MariaDB', process.env.E2E_DATABASE_URL]] : [])];

for (const [database, url] of databases) {
  describe(`rules and calendar on ${database}`, () => {
    let platform, browser, officer, owner;
    const look = async (phone, name) => {
      await phone.web.locator('.toast:not(:empty)').waitFor({ state: 'hidden' });
      await phone.look(`${database.toLowerCase()}-policy-${name}`);
    };
    /** The same page at a desk. */
    const wide = async (path, name, ready) => {
      const page = await anotherWindow(officer);
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(new URL(`/h5${path}`, officer.frame().url()).href);
      await page.getByText(ready).first().waitFor();
      await page.screenshot({ path: new URL(`./pictures/${database.toLowerCase()}-policy-${name}-wide.png`, import.meta.url).pathname });
      await page.close();
    };

    before(async () => {
      platform = await startPlatform(url);
      browser = await openBrowser();
      officer = await Phone.of(platform, browser, 'city-luo');
    });
    after(async () => {
      await officer?.close();
      await owner?.close();
      await browser?.close();
      await platform?.stop();
    });

    it('the home page says that the calendar ends; the rules stand in words', async () => {
      await officer.openFromMenu();
      await officer.web.getByText('录入 2027 年工作日历').waitFor();
      await look(officer, '01-home');
      await officer.web.getByRole('link', { name: '规则设置' }).click();
      await officer.web.getByText('响应时限：工作时间 4 小时，非工作时间 8 小时').waitFor();
      await look(officer, '02-rules');
      await officer.web.getByText('响应超时，逐级升级').scrollIntoViewIfNeeded();
      await look(officer, '03-staircase');
      await wide('/rules', '03-rules', '响应超时，逐级升级');
    });

    it('a limit is changed, looked at and saved with a second factor; new complaints promise it', async () => {
      await officer.web.getByRole('button', { name: '修改响应时限' }).click();
      await officer.web.getByLabel('工作时间内收到的').fill('2');
      await officer.web.getByRole('button', { name: '预览改动' }).click();
      await officer.web.getByText(/0 件受影响/).waitFor();
      await officer.web.getByLabel('改了什么、为什么').fill('响应时限试行两小时');
      await look(officer, '04-preview');
      await officer.web.getByRole('button', { name: '保存新版规则' }).click();
      await officer.web.getByText('保存第 1 版规则？').waitFor();
      await look(officer, '05-confirm');
      await officer.web.getByRole('dialog').or(officer.web.getByRole('alertdialog')).getByRole('button', { name: '保存新版规则' }).click();
      await proveAgain(officer);
      await officer.web.getByText('现在用的版本').waitFor();
      await look(officer, '06-version');
      owner = await Phone.of(platform, browser, 'owner-li');
      await owner.openFromMenu();
      await owner.web.getByRole('link', { name: '业主有话说' }).click();
      await owner.web.getByText(/现在提交，今天 12:\d\d 前有人响应/).waitFor();
      await look(owner, '07-promise');
    });

    it('the next year is pasted, compared as months, and saved', async () => {
      await officer.page.getByRole('button', { name: '关闭网页' }).click();
      await officer.openFromMenu();
      await officer.web.getByRole('link', { name: '工作日历' }).last().click();
      await officer.web.getByText(/工作日历还剩 \d+ 天到期/).waitFor();
      await look(officer, '08-calendar');
      await wide('/calendar', '08-calendar', '12月');
      await officer.web.getByRole('link', { name: '录入 2027 年' }).click();
      await officer.web.getByRole('button', { name: '预览' }).click();
      await officer.web.getByText(/有 \d+ 处要修改/).waitFor();
      await look(officer, '09-faults');
      await officer.web.getByLabel('国务院办公厅通知的正文').fill(NOTICE);
      await officer.web.getByRole('button', { name: '从粘贴的内容读出' }).click();
      assert.equal(await officer.web.getByLabel('文号').inputValue(), '国办发明电〔2026〕9号');
      await officer.web.getByRole('button', { name: '预览' }).click();
      await officer.web.getByText('没有诉求的期限受影响').waitFor();
      await look(officer, '10-year');
      await officer.web.getByRole('button', { name: '保存 2027 年日历' }).click();
      await officer.web.getByRole('dialog').or(officer.web.getByRole('alertdialog')).getByRole('button', { name: '保存 2027 年日历' }).click();
      await officer.web
        .getByText(/2027 年的日历/)
        .first()
        .waitFor();
      await look(officer, '11-entered');
    });
  });
}
