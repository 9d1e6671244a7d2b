/** 权限管理 as its people do it: the head replaces a manager, the new one takes the office up, sees the work, is dismissed, sees none. */
import { after, before, describe, it } from 'node:test';
import { CAPTCHA, openBrowser, Phone, startPlatform } from './kit.mjs';

/** As the cast knows them (api/src/seed/cast.ts). */
const HE = { name: '何安然', phone: '13800000109' };

const databases = [['SQLite', ''], ...(process.env.E2E_DATABASE_URL ? [['MariaDB', process.env.E2E_DATABASE_URL]] : [])];

/** The second factor's sheet: asks for a code, reads it in the phone's messages, types it. */
async function proveAgain(phone) {
  await phone.web.getByRole('heading', { name: '请确认是您本人' }).waitFor();
  await phone.web.getByRole('button', { name: '获取验证码' }).click();
  await phone.web.getByText(/验证码已发到/).waitFor();
  const code = await phone.readSmsCode();
  await phone.web.getByLabel('短信验证码').fill(code);
  await phone.web.getByRole('button', { name: '确认', exact: true }).click();
}

for (const [database, url] of databases) {
  describe(`appointing on ${database}`, () => {
    let platform, browser, head, next;
    /** A picture of the page itself: a toast lies over it for two seconds. */
    const look = async (phone, name) => {
      await phone.web.locator('.toast:not(:empty)').waitFor({ state: 'hidden' });
      await phone.look(`${database.toLowerCase()}-appoint-${name}`);
    };

    before(async () => {
      platform = await startPlatform(url);
      browser = await openBrowser();
      head = await Phone.of(platform, browser, 'head-zhou');
      next = await Phone.of(platform, browser, 'stranger-he');
    });
    after(async () => {
      await browser?.close();
      await platform?.stop();
    });

    it('the head finds 权限管理 with each community and its manager', async () => {
      await head.openFromMenu();
      await head.web.getByRole('link', { name: '权限管理' }).click();
      await head.web.getByRole('link', { name: /华阳小区/ }).waitFor();
      await look(head, '01-list');
      await head.web.getByRole('link', { name: /华阳小区/ }).click();
      await head.web.getByText('换人前，先注销现在的项目经理').waitFor();
      await look(head, '02-place');
    });

    it('注销 names the act, says what follows, and asks for a second factor', async () => {
      await head.web.getByRole('button', { name: '注销', exact: true }).click();
      await head.web.getByText('注销后马上生效').waitFor();
      await look(head, '03-dismiss');
      await head.web.getByRole('button', { name: /^注销 王/ }).click();
      await head.web.getByRole('heading', { name: '请确认是您本人' }).waitFor();
      await look(head, '04-confirm');
      await proveAgain(head);
      await head.web.getByText('还没有项目经理').waitFor();
      await look(head, '05-empty');
    });

    it('adds the next one, without being asked again', async () => {
      await head.web.getByRole('link', { name: '添加项目经理' }).click();
      await head.web.getByLabel('姓名').fill(HE.name);
      await head.web.getByLabel('手机号码').fill(HE.phone);
      await look(head, '06-form');
      await head.web.getByRole('button', { name: '添加项目经理' }).click();
      await head.web.getByText('待本人认证').waitFor();
      await look(head, '07-added');
    });

    it('the new manager proves the phone and sees the work', async () => {
      await next.openFromMenu();
      await next.web.getByRole('link', { name: '物业服务' }).click();
      await next.web.getByText('项目经理', { exact: true }).click();
      await next.web.getByLabel('图形验证码').first().fill(CAPTCHA);
      await next.web.getByLabel('手机号码').fill(HE.phone);
      await next.web.getByRole('button', { name: '获取验证码' }).click();
      await next.web.getByText(/验证码已发到/).waitFor();
      const code = await next.readSmsCode();
      await next.web.getByLabel('短信验证码').fill(code);
      await next.web.getByRole('button', { name: '提交认证' }).click();
      await next.web.getByRole('link', { name: '诉求处理' }).waitFor();
      await look(next, '08-manager');
      await next.web.getByRole('link', { name: '诉求处理' }).click();
      await next.web
        .getByText(/都办完了|还剩|已超时/)
        .first()
        .waitFor();
    });

    it('is dismissed, and sees nothing of it any more', async () => {
      await head.web.getByRole('button', { name: '注销', exact: true }).click();
      await head.web.getByRole('button', { name: /^注销 何/ }).click();
      await head.web.getByText('还没有项目经理').waitFor();
      await look(head, '09-history');
      await next.page.getByRole('button', { name: '关闭网页' }).click();
      await next.openFromMenu();
      await next.web.getByRole('link', { name: '物业服务' }).waitFor();
      if ((await next.web.getByRole('link', { name: '诉求处理' }).count()) > 0) throw new Error('a dismissed manager still has the tile');
      await look(next, '10-dismissed');
      await head.close();
      await next.close();
    });
  });
}
