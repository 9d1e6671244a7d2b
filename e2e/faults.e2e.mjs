/** What goes wrong, as people see it: a bad code, a home nobody knows, WeChat away, an old person's small phone. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CAPTCHA, openBrowser, Phone, startPlatform } from './kit.mjs';

const ZHAO = { name: '赵一行', idNumber: '519900198505059037', phone: '13800000102' };

describe('when something goes wrong', () => {
  let platform, browser, owner;
  const posterUrl = async () => (await (await fetch(`${platform.sim}/sim/people`)).json()).posters[0].url;

  before(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    owner = await Phone.of(platform, browser, 'owner-li');
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('tells who scanned an altered code what to do, and lets them go on', async () => {
    const url = await posterUrl();
    const altered = url.slice(0, -1) + (url.endsWith('0') ? '1' : '0');
    await owner.page.getByRole('button', { name: '扫一扫', exact: true }).click();
    await owner.page.getByLabel('或粘贴二维码的内容').fill(altered);
    await owner.page.getByRole('button', { name: '识别' }).click();
    await owner.web.getByText(/二维码已失效/).waitFor();
    await owner.look('faults-01-code');
    await owner.web.getByRole('button', { name: /华阳小区/ }).click();
    await owner.web.getByLabel('说说情况').waitFor();
  });

  it('says what lacks instead of a dead button', async () => {
    await owner.web.getByRole('button', { name: '提交', exact: true }).click();
    await owner.web.getByText('拍照或文字，至少一样。').waitFor();
    await owner.look('faults-02-lacks');
  });

  it('loses nothing while WeChat is away: the message arrives later', async () => {
    const away = { kind: 'away', path: '/cgi-bin/message/template/send', duration: 60_000 };
    await fetch(`${platform.sim}/sim/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(away) });
    await owner.web.getByLabel('说说情况').fill('单元门口的灯不亮，晚上看不见台阶');
    await owner.web.getByText('照明用电', { exact: true }).click();
    await owner.web.getByRole('button', { name: '提交', exact: true }).click();
    await owner.web.getByRole('heading', { name: '已提交' }).waitFor();
    const manager = await Phone.of(platform, browser, 'manager-wang');
    await manager.page.waitForTimeout(3_000);
    assert.equal(await manager.page.getByRole('button', { name: /^投诉处理提醒/ }).count(), 0);
    await fetch(`${platform.sim}/sim/faults`, { method: 'DELETE' });
    await manager.page.getByRole('button', { name: /^投诉处理提醒/ }).waitFor({ timeout: 30_000 });
    await manager.close();
  });

  it('explains a home that the register does not know, and the way on', async () => {
    const phone = await Phone.of(platform, browser, 'owner-zhao');
    await phone.openFromMenu();
    await phone.web.getByRole('link', { name: '业主身份绑定' }).first().click();
    await phone.web.getByText('我已经阅读了《用户协议》').click();
    await phone.web.getByText('我单独同意向不动产登记机构').click();
    await phone.web.getByRole('button', { name: '下一步' }).click();
    await phone.web.getByLabel('业主姓名').fill(ZHAO.name);
    await phone.web.getByLabel('证件号码').fill('519900198505059030');
    await phone.web.getByLabel('图形验证码').first().fill(CAPTCHA);
    await phone.web.getByText(/证件号码不正确/).waitFor();
    await phone.web.getByLabel('证件号码').fill(ZHAO.idNumber);
    await phone.web.getByLabel('手机号码').fill(ZHAO.phone);
    await phone.web.getByRole('button', { name: '获取验证码' }).click();
    await phone.web.getByText(/验证码已发到/).waitFor();
    await phone.web.getByLabel('短信验证码').fill(await phone.readSmsCode());
    await phone.web.getByRole('button', { name: '下一步' }).click();
    await phone.web.getByText('我单独同意使用人脸信息').click();
    await phone.web.getByRole('button', { name: '开始' }).click();
    await phone.page.getByRole('button', { name: '通过', exact: true }).click();
    await phone.web.getByText(/暂未获取到您的产权登记信息/).waitFor();
    await phone.look('faults-03-no-title');
    await phone.web.getByRole('button', { name: '返回修改' }).click();
    await phone.web.getByLabel('业主姓名').waitFor();
    await phone.close();
  });

  it('keeps a snapshot visitor from acting, and says what to press', async () => {
    const phone = await Phone.of(platform, browser, 'visitor-qian');
    await phone.openFromMenu();
    await phone.web
      .getByText(/使用完整服务/)
      .first()
      .waitFor();
    await phone.look('faults-04-snapshot');
    await phone.close();
  });

  it('fits a phone 320 wide in 长辈版 without sideways scrolling', async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.addInitScript(() => localStorage.setItem('wuye:elder', '1'));
    const phone = new Phone(platform, context, page, 'owner-li');
    await page.goto(`http://owner-li.localhost:${platform.simPort}/`);
    await phone.openFromMenu();
    for (const [link, name] of [
      ['业主有话说', 'faults-05-say-320'],
      ['我的诉求', 'faults-06-mine-320'],
    ]) {
      await phone.web.getByRole('link', { name: link }).first().click();
      await page.waitForTimeout(800);
      await phone.look(name);
      const sideways = await phone.frame().evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(sideways <= 0, `${name} scrolls ${sideways}px sideways`);
      await page.getByRole('button', { name: '关闭网页' }).click();
      await phone.openFromMenu();
    }
    await phone.close();
  });

  it('had no script error', () => owner.close());
});
