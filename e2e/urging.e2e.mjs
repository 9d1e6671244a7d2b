/** 市督促: what drags on is urged by the city; the district has it with a deadline in working days, its owner reads all of it, and what is missed is reported back. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { comeBack, Desk, see, settle, speakUp } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

describe('the city urges', () => {
  let platform, browser, owner, manager, officer, city, no;
  /** The complaint out of the list of who oversees. */
  const openOne = async (phone) => {
    await comeBack(phone);
    await phone.web.getByRole('link', { name: '诉求督办' }).click();
    await phone.web.getByRole('link', { name: new RegExp(no) }).click();
    await phone.web.getByRole('heading', { name: '诉求内容' }).waitFor();
  };

  before(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    [owner, manager, officer, city] = await Promise.all(
      ['owner-li', 'manager-wang', 'officer-wu', 'city-luo'].map((slug) => Phone.of(platform, browser, slug)),
    );
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('what lacks is said at its field, and 返回 keeps what was written', async () => {
    no = await speakUp(owner, { words: '3栋2单元电梯停运，老人下不了楼', category: '电梯' });
    await openOne(city);
    await see(city, 'urging-01-city');
    await city.web.getByRole('button', { name: '督促区里限时办结' }).click();
    await city.web.getByLabel('几个工作日内办结').fill('0');
    await city.web.getByRole('button', { name: '发出督促' }).click();
    await city.web.getByText('请写明督促的要求').waitFor();
    await city.web.getByText('至少 1 个工作日').waitFor();
    await see(city, 'urging-02-lacks');
    await city.web.getByLabel('督促的要求').fill('久拖不决，请区里牵头更换主板');
    await city.web.getByRole('button', { name: '返回' }).click();
    await city.web.getByRole('button', { name: '督促区里限时办结' }).click();
    assert.equal(await city.web.getByLabel('督促的要求').inputValue(), '久拖不决，请区里牵头更换主板');
    await city.web.getByText('请写明督促的要求').waitFor({ state: 'hidden' });
    await city.web.getByLabel('几个工作日内办结').fill('3');
    await see(city, 'urging-03-written');
    await city.web.getByRole('button', { name: '发出督促' }).click();
    await city.web
      .getByText(/市住建部门督促区住建部门提级办理，应在 11月25日 周三 24:00 前办结/)
      .first()
      .waitFor();
    await see(city, 'urging-04-sent');
  });

  it('its owner reads who has it and by when; the manager that it moved on; the district has it first in its list', async () => {
    await owner.openCard('投诉受理通知');
    await owner.web
      .getByText(/市住建部门督促区住建部门提级办理，应在 11月25日 周三 24:00 前办结/)
      .first()
      .waitFor();
    await owner.web.getByText(/区住建局 · /).waitFor();
    await see(owner, 'urging-05-owner');
    await manager.openCard('投诉处理提醒');
    await manager.web.getByText(/您可补充情况/).waitFor();
    assert.equal(await manager.web.getByRole('button', { name: '响应' }).count(), 0);
    await see(manager, 'urging-06-manager');
    await speakUp(owner, { words: '楼道灯不亮', category: '照明用电' });
    await comeBack(officer);
    await officer.web.getByRole('link', { name: '诉求督办' }).click();
    await officer.web.getByText('市里督促').first().waitFor();
    await see(officer, 'urging-07-list');
    assert.match(
      await officer.web
        .getByRole('link', { name: /编号 \d{8}-\d{6}/ })
        .first()
        .innerText(),
      new RegExp(no),
    );
  });

  it('missed: the city reads it, its owner what happens next', async () => {
    await platform.goTo('2026-11-26T09:00:30+08:00');
    await city.page.getByText('逾期未办').first().waitFor({ state: 'attached', timeout: 30_000 });
    await city.openCard('投诉处理提醒.*逾期未办');
    await city.web
      .getByText(/已超时/)
      .first()
      .waitFor();
    await see(city, 'urging-09-missed');
    await owner.openCard('投诉受理通知.*电梯');
    await owner.web.getByText('区住建部门没有在期限前办结，已报告市住建部门，由市里继续督促。').first().waitFor();
    await see(owner, 'urging-10-owner');
  });

  it('the district closes it: the city hears so, and its owner says whether that solved it', async () => {
    await openOne(officer);
    await see(officer, 'urging-08-officer');
    await settle(officer.web, { words: '已更换电梯主板，试运行正常，恢复使用。' });
    await see(officer, 'urging-11-closed');
    await city.page.getByText('已经办结').first().waitFor({ state: 'attached', timeout: 30_000 });
    await city.openCard('投诉.*已经办结');
    await city.web.getByRole('heading', { name: '处理结果' }).waitFor();
    assert.equal(await city.web.getByRole('button', { name: '督促区里限时办结' }).count(), 0);
    await see(city, 'urging-12-done');
    await owner.openCard('投诉处理结果通知');
    await owner.web.getByRole('button', { name: '已解决', exact: true }).waitFor();
    await see(owner, 'urging-13-verdict');
    const desk = await Desk.of(city, `/tasks/${no}`);
    await desk.page.getByRole('heading', { name: '处理结果' }).waitFor();
    await desk.look('urging-14-desk');
    await desk.close();
  });

  it('had no script error on any page', async () => {
    for (const phone of [owner, manager, officer, city]) await phone.close();
  });
});
