/** The main job as its people do it, in real Chromium through the simulator: bind, scan, speak up, answer, judge. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CAPTCHA, openBrowser, Phone, startPlatform } from './kit.mjs';
import { photo } from './photo.mjs';

/** As the register knows her (api/src/seed/cast.ts). */
const CHEN = { name: '陈静文', idNumber: '519900198808089022', phone: '13800000100' };
const LIU = { phone: '13800000105' };

/** Where the story runs; the runner names a private MariaDB where there is one. */
const databases = [['SQLite', ''], ...(process.env.E2E_DATABASE_URL ? [['MariaDB', process.env.E2E_DATABASE_URL]] : [])];

/** Fills {图形验证码}{手机号码}, asks for the code, reads it in the phone's messages, types it. */
async function provePhone(phone, number) {
  await phone.web.getByLabel('图形验证码').first().fill(CAPTCHA);
  await phone.web.getByLabel('手机号码').fill(number);
  await phone.web.getByRole('button', { name: '获取验证码' }).click();
  await phone.web.getByText(/验证码已发到/).waitFor();
  const code = await phone.readSmsCode();
  await phone.web.getByLabel('短信验证码').fill(code);
}

for (const [database, url] of databases) {
  describe(`the story on ${database}`, () => {
    let platform, browser, owner, manager, no;
    const look = (phone, name) => phone.look(`${database.toLowerCase()}-${name}`);

    before(async () => {
      platform = await startPlatform(url);
      browser = await openBrowser();
      owner = await Phone.of(platform, browser, 'owner-chen');
      manager = await Phone.of(platform, browser, 'manager-wang');
    });
    after(async () => {
      await browser?.close();
      await platform?.stop();
    });

    it('leads from the start page to the people to be', async () => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${platform.origin}/`);
      await page.getByRole('link', { name: /成为.*陈女士/ }).waitFor();
      await page.context().close();
    });

    it('signs in from the menu by the real redirects', async () => {
      await owner.openFromMenu();
      await owner.web.getByRole('link', { name: '业主有话说' }).first().waitFor();
      await look(owner, '01-home');
    });

    it('binds the home that the register holds', async () => {
      await owner.web.getByRole('link', { name: '物业服务' }).click();
      await owner.web.getByRole('heading', { name: /身份/ }).first().waitFor();
      await look(owner, '02-role');
      await owner.web.getByText('业主', { exact: true }).click();
      await owner.web.getByText('我已经阅读了《用户协议》').click();
      await owner.web.getByText('我单独同意向不动产登记机构').click();
      await look(owner, '03-notice');
      await owner.web.getByRole('button', { name: '下一步' }).click();
      await owner.web.getByLabel('业主姓名').fill(CHEN.name);
      await owner.web.getByLabel('证件号码').fill(CHEN.idNumber);
      await provePhone(owner, CHEN.phone);
      await look(owner, '04-form');
      await owner.web.getByRole('button', { name: '下一步' }).click();
      await owner.web.getByText('我单独同意使用人脸信息').click();
      await look(owner, '05-face');
      await owner.web.getByRole('button', { name: '开始' }).click();
      // WeChat's own window, over the page.
      await owner.page.getByRole('button', { name: '通过', exact: true }).click();
      await owner.web.getByText('华阳小区 3栋2单元501').waitFor();
      await look(owner, '06-houses');
      await owner.web.getByRole('button', { name: '提交绑定' }).click();
      await owner.web.getByText('已人脸认证').first().waitFor();
      await look(owner, '07-bound');
    });

    it('scans the poster and speaks up with words and a photo', async () => {
      await owner.scan(/华阳小区/);
      await owner.web.getByText('华阳小区').first().waitFor();
      await owner.web.locator('input[capture]').setInputFiles(await photo('lift.png', '#7a4a2a'));
      await owner.web.getByLabel('说说情况').fill('3栋2单元电梯停运，老人下不了楼');
      await owner.web.getByText('电梯', { exact: true }).click();
      await owner.web.getByLabel('位置（选填）').fill('3栋2单元');
      await owner.web.getByText(/现在提交，.*前有人响应/).waitFor();
      await look(owner, '08-say');
      await owner.web.getByRole('button', { name: '提交', exact: true }).click();
      await owner.web.getByRole('heading', { name: '已提交' }).waitFor();
      await look(owner, '09-done');
      no = /\d{8}-\d{6}/.exec(await owner.web.locator('body').innerText())[0];
      assert.match(await owner.web.locator('body').innerText(), /物业应在 \d 小时内响应：.* 前/);
    });

    it('reaches the manager, who responds from the card', async () => {
      await manager.openCard('投诉处理提醒');
      await manager.web.getByText(no).first().waitFor();
      await look(manager, '10-task');
      await manager.web.getByRole('button', { name: '响应' }).click();
      await manager.web.getByLabel('处理结果', { exact: true }).waitFor();
      await look(manager, '11-responded');
    });

    it('is closed with words and a picture, after a confirmation that names the act', async () => {
      await manager.web.getByLabel('处理结果', { exact: true }).fill('已更换电梯主板，试运行正常，恢复使用。');
      await manager.web.locator('input[capture]').setInputFiles(await photo('fixed.png', '#2a7a4a'));
      await manager.web.getByLabel('已上传').first().waitFor();
      await manager.web.getByText('已解决', { exact: true }).click();
      await look(manager, '12-close');
      await manager.web.getByRole('button', { name: '提交', exact: true }).click();
      await manager.web.getByRole('button', { name: '办结：已解决' }).click();
      await manager.web.getByText('已办结').first().waitFor();
      await look(manager, '13-closed');
    });

    it('tells the manager who was reached', async () => {
      await manager.web.getByRole('link', { name: '送达情况' }).click();
      await manager.web.getByText('应送').waitFor();
      await manager.web.getByText('新诉求').first().waitFor();
      await look(manager, '13a-deliveries');
    });

    it('comes back to the owner: message, timeline, verdict, rating', async () => {
      await owner.openCard('投诉受理通知');
      await owner.web
        .getByText(/已于 .* 响应/)
        .first()
        .waitFor();
      await owner.openCard('投诉处理结果通知');
      await owner.web.getByRole('heading', { name: '处理结果' }).waitFor();
      await look(owner, '14-result');
      await owner.web.getByRole('button', { name: '已解决', exact: true }).click();
      await owner.web.getByText('满意', { exact: true }).click();
      await owner.web.getByRole('button', { name: '提交评价' }).click();
      await owner.web.getByText('已评价').first().waitFor();
      const timeline = (await owner.web.getByRole('region', { name: '办理过程' }).innerText()).replace(/\s+/g, ' ');
      assert.match(timeline, /评价：满意.*确认已解决.*办结：已更换电梯主板.*收到/);
      await look(owner, '15-rated');
    });

    it('is seen by the company head and the district officer', async () => {
      for (const slug of ['head-zhou', 'officer-wu']) {
        const phone = await Phone.of(platform, browser, slug);
        await phone.openCard('投诉处理提醒');
        await phone.web.getByText(no).first().waitFor();
        assert.equal(await phone.web.getByRole('button', { name: '响应' }).count(), 0);
        await look(phone, `16-${slug}`);
        await phone.close();
      }
    });

    it('lets a registered manager take up the office by phone', async () => {
      const phone = await Phone.of(platform, browser, 'manager-liu');
      await phone.openFromMenu();
      await phone.web.getByRole('link', { name: '物业服务' }).click();
      await phone.web.getByText('项目经理', { exact: true }).click();
      await provePhone(phone, LIU.phone);
      await look(phone, '17-claim');
      await phone.web.getByRole('button', { name: /认证|下一步|确认/ }).click();
      await phone.web
        .getByText(/项目经理 · /)
        .first()
        .waitFor();
      await look(phone, '18-claimed');
      await phone.close();
    });

    it('had no script error on any page', async () => {
      await owner.close();
      await manager.close();
    });
  });
}
