/** 暂停计时, where a city's rules know it: two grounds entered with their source, a clock that stands and runs again with the owner's words, by a person, and at its longest. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { agree, proveAgain, see, speakUp } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

const SOURCE = '示例市通知 三';

describe('pauses', () => {
  let platform, browser, owner, manager, city, no, other;
  const card = (phone, title, what) => phone.openCard(`${title}.*${what}`);
  const isSaid = (phone, words) => phone.web.getByText(words).first().waitFor();

  before(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    [owner, manager, city] = await Promise.all(['owner-li', 'manager-wang', 'city-luo'].map((slug) => Phone.of(platform, browser, slug)));
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('the city’s rules know none; two are added with their source, and saved as a version', async () => {
    await city.openFromMenu();
    await city.web.getByRole('link', { name: '规则设置' }).click();
    await isSaid(city, '现在都不能暂停。两地的通知都没有规定暂停。');
    for (const [index, ground] of ['等业主补充', '其他原因'].entries()) {
      await city.web.getByRole('button', { name: '加一种可以暂停的情况' }).click();
      const one = city.web.getByRole('group', { name: `情况 ${index + 1}`, exact: true });
      await one.getByText('办结时限', { exact: true }).click();
      await one.getByText(ground).click();
      if (ground === '其他原因') await one.getByLabel('告诉业主的原因').fill('等配件');
      await one.getByLabel('依据').fill(SOURCE);
    }
    await city.web.getByRole('heading', { name: '暂停计时' }).scrollIntoViewIfNeeded();
    await see(city, 'pauses-01-rules');
    await city.web.getByRole('button', { name: '预览改动' }).click();
    await isSaid(city, /0 件受影响/);
    await city.web.getByLabel('改了什么、为什么').fill('试行两种暂停');
    await see(city, 'pauses-02-preview');
    await city.web.getByRole('button', { name: '保存新版规则' }).click();
    await agree(city.web, '保存新版规则');
    await proveAgain(city);
    await isSaid(city, '现在用的版本');
  });

  it('who handles it says why; what lacks is said at its field', async () => {
    no = await speakUp(owner, { words: '楼道漏水，不知道是哪一层', category: '漏水用水' });
    await card(manager, '投诉处理提醒', no);
    await manager.web.getByRole('button', { name: '响应', exact: true }).click();
    await manager.web.getByRole('button', { name: '暂停计时' }).click();
    await manager.web.getByRole('region', { name: '暂停计时' }).getByRole('button', { name: '暂停计时' }).click();
    await isSaid(manager, '请选一个原因。');
    await manager.web.getByText('办结时限：等您补充情况').click();
    await manager.web.getByLabel('说明').fill('请补充漏水的楼层');
    await see(manager, 'pauses-03-form');
    await manager.web.getByRole('region', { name: '暂停计时' }).getByRole('button', { name: '暂停计时' }).click();
    await manager.web.getByRole('button', { name: '恢复计时' }).waitFor();
    await isSaid(manager, /暂停中（等您补充情况），最晚 11月23日 周一 24:00 恢复/);
    await see(manager, 'pauses-04-stands');
  });

  it('its owner reads why it stands and until when, and adds what was asked: it runs again', async () => {
    await card(owner, '投诉受理通知', '暂停计时');
    await isSaid(owner, /暂停中（等您补充情况），最晚 11月23日 周一 24:00 恢复，恢复后期限顺延。/);
    await see(owner, 'pauses-05-owner');
    await owner.web.getByRole('link', { name: '我的诉求' }).click();
    await isSaid(owner, no);
    await see(owner, 'pauses-06-mine');
    await platform.goTo('2026-11-20T15:00:30+08:00');
    await card(owner, '投诉受理通知', '暂停计时');
    await owner.web.getByRole('button', { name: '补充说明' }).click();
    await owner.web.getByLabel('要补充的情况').fill('三楼走廊');
    await owner.web.getByRole('button', { name: '发送补充' }).click();
    await isSaid(owner, /收到补充，办结时限恢复计时，11月25日 周三 .+ 前。/);
    await see(owner, 'pauses-07-runs');
    assert.equal(await owner.web.getByText('暂停中（等您补充情况）').count(), 0);
  });

  it('by a person: asked once more, and the ground serves no second time', async () => {
    await card(manager, '投诉处理提醒', no);
    await manager.web.getByRole('button', { name: '暂停计时' }).click();
    assert.equal(await manager.web.getByText('办结时限：等您补充情况').count(), 0);
    await manager.web.getByText('办结时限：等配件').click();
    await manager.web.getByLabel('说明').fill('水管接头要等厂家发货');
    await manager.web.getByRole('region', { name: '暂停计时' }).getByRole('button', { name: '暂停计时' }).click();
    await manager.web.getByRole('button', { name: '恢复计时' }).click();
    await manager.web.getByRole('alertdialog').waitFor();
    await see(manager, 'pauses-08-again');
    await agree(manager.web, '恢复计时');
    await manager.web.getByRole('button', { name: '恢复计时' }).waitFor({ state: 'hidden' });
    assert.equal(await manager.web.getByRole('button', { name: '暂停计时' }).count(), 0);
    await see(manager, 'pauses-09-done');
  });

  it('at its longest it runs by itself: owner and manager are told', async () => {
    other = await speakUp(owner, { words: '大门门禁坏了', category: '门禁安全' });
    await card(manager, '投诉处理提醒', other);
    await manager.web.getByRole('button', { name: '响应', exact: true }).click();
    await manager.web.getByRole('button', { name: '暂停计时' }).click();
    await manager.web.getByText('办结时限：等配件').click();
    await manager.web.getByLabel('说明').fill('门禁主板要等厂家发货');
    await manager.web.getByRole('region', { name: '暂停计时' }).getByRole('button', { name: '暂停计时' }).click();
    await manager.web.getByRole('button', { name: '恢复计时' }).waitFor();
    await platform.goTo('2026-11-24T09:00:30+08:00');
    await manager.page.getByText('恢复计时').first().waitFor({ state: 'attached', timeout: 30_000 });
    await card(manager, '投诉处理提醒', '恢复计时');
    await isSaid(manager, /暂停到了最长时间，办结时限恢复计时/);
    await see(manager, 'pauses-10-longest');
    await card(owner, '投诉受理通知', '恢复计时');
    await isSaid(owner, /暂停到了最长时间，办结时限恢复计时/);
    await see(owner, 'pauses-11-owner');
  });

  it('had no script error on any page', async () => {
    for (const phone of [owner, manager, city]) await phone.close();
  });
});
