/** 数据: rates with their fractions, a picture, a table whose numbers open their cases, medians, and the reports of month and quarter. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { comeBack, csvOf, Desk, see, settle, speakUp } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

/** What the hotline brings: twelve of one community, four of another. */
const HEAD = ['工单编号', '诉求内容', '小区', '类别'];
const LIST = [
  HEAD,
  ...Array.from({ length: 12 }, (_, index) => [`F-${index}`, '电梯停运', '华阳小区', '电梯']),
  ...Array.from({ length: 4 }, (_, index) => [`G-${index}`, '车库积水', '银杏雅苑', '漏水用水']),
];

describe('figures', () => {
  let platform, browser, owner, manager, officer, city, desk;

  before(async () => {
    platform = await startPlatform('', { CLOCK_START: '2026-10-12T10:00:00+08:00' });
    browser = await openBrowser();
    [owner, manager, officer, city] = await Promise.all(
      ['owner-li', 'manager-wang', 'officer-wu', 'city-luo'].map((slug) => Phone.of(platform, browser, slug)),
    );
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('nothing yet: the page says so, and what each figure counts', async () => {
    await officer.openFromMenu();
    await officer.web.getByRole('link', { name: '诉求统计' }).click();
    await officer.web.getByText('2026年10月没有收到诉求').waitFor();
    await officer.web.getByText('业主说“已解决”，或按已解决办结后业主没有提出异议的，算已解决').waitFor();
    await see(officer, 'figures-01-empty');
  });

  it('October: sixteen of the hotline, and one that its owner is content with', async () => {
    desk = await Desk.of(officer, '/intake');
    await desk.page.locator('input[type=file]').setInputFiles(csvOf('list.csv', LIST));
    await desk.page.getByText(/新增 16，/).waitFor();
    const no = await speakUp(owner, { words: '楼道灯不亮', category: '照明用电' });
    await manager.openFromMenu();
    await manager.web.getByRole('link', { name: '诉求处理' }).first().click();
    await manager.web.getByRole('link', { name: new RegExp(no) }).click();
    await settle(manager.web, { words: '已更换楼道灯泡，并检查了线路。' });
    await owner.openCard('投诉处理结果通知');
    await owner.web.getByRole('button', { name: '已解决', exact: true }).click();
    await owner.web.getByText('满意', { exact: true }).click();
    await owner.web.getByRole('button', { name: '提交评价' }).click();
    await owner.web.getByText('已评价').first().waitFor();
  });

  it('November: each rate stands with its fraction, months and communities beside each other', async () => {
    await platform.goTo('2026-11-10T10:00:00+08:00');
    const { web } = officer;
    await comeBack(officer);
    await web.getByRole('link', { name: '诉求统计' }).click();
    await web.getByText('上月', { exact: true }).click();
    await web.getByRole('link', { name: '响应及时率 1 件，看是哪些' }).first().waitFor();
    await web.getByRole('link', { name: '响应及时率，总数 17 件，看是哪些' }).first().waitFor();
    await web.getByText('5.88%').first().waitFor();
    await see(officer, 'figures-02-rates');
    await web.getByText('按小区', { exact: true }).click();
    await web.getByText('华阳小区').first().waitFor();
    await web.getByRole('region', { name: '小区统计表' }).scrollIntoViewIfNeeded();
    await see(officer, 'figures-03-communities');
  });

  it('a number opens exactly its cases', async () => {
    await desk.open('/figures?period=last&by=community');
    const { page } = desk;
    await page.getByRole('row', { name: /银杏雅苑/ }).waitFor();
    await desk.look('figures-04-desk');
    await page
      .getByRole('row', { name: /银杏雅苑/ })
      .getByRole('link', { name: '4', exact: true })
      .first()
      .click();
    await page.waitForURL(/\/tasks/);
    await page
      .getByRole('row', { name: /银杏雅苑/ })
      .first()
      .waitFor();
    assert.equal(await page.getByRole('row', { name: /银杏雅苑/ }).count(), 4);
    assert.equal(await page.getByRole('row', { name: /华阳小区/ }).count(), 0);
    await desk.look('figures-05-cases');
    await page.goBack();
    await page.getByRole('link', { name: '满意率 1 件，看是哪些' }).first().click();
    await page.getByRole('row', { name: /照明用电/ }).waitFor();
    assert.equal(await page.locator('tbody tr').count(), 1);
  });

  it('one community alone: its months, and how long its people waited', async () => {
    await desk.open('/figures?period=last&by=community');
    const { page } = desk;
    await page.getByRole('link', { name: '华阳小区', exact: true }).click();
    await page.getByRole('row', { name: /2026年10月/ }).waitFor();
    const median = page.locator('dl.medians div').filter({ hasText: '首次响应用时' }).locator('dd');
    await median.waitFor();
    assert.match(await median.innerText(), /分|小时|天/);
    await desk.look('figures-06-community');
  });

  it('is a file and a sheet of paper', async () => {
    await desk.open('/figures?period=last&by=community');
    await desk.page.getByRole('row', { name: /银杏雅苑/ }).waitFor();
    const file = await desk.download(() => desk.page.getByRole('link', { name: '导出' }).click());
    assert.match(file.name, /\.(csv|xlsx)$/);
    assert.match(file.text, /华阳小区.*13/);
    assert.match(file.text, /银杏雅苑.*4/);
    const paper = await desk.print('figures-07-paper');
    assert.deepEqual([paper.width, paper.height, paper.pages <= 2], [297, 210, true]);
  });

  it('the district’s report of the month, best first, as a sheet across', async () => {
    await desk.open('/figures/report/month');
    const { page } = desk;
    await page.getByRole('heading', { name: '2026年10月物业项目小区问题解决情况通报' }).waitFor();
    await page.getByText('共收到 17 件，解决率 5.88%（1/17），满意率 100%（1/1）。').waitFor();
    const names = await page.locator('tbody th').allInnerTexts();
    assert.deepEqual(names.slice(0, 2), ['华阳小区', '银杏雅苑']);
    await desk.look('figures-08-report');
    assert.deepEqual(await desk.print('figures-09-report-paper'), { width: 297, height: 210, pages: 1 });
  });

  it('the city’s report of a quarter without cases says so', async () => {
    await city.openFromMenu();
    await city.web.getByRole('link', { name: '诉求统计' }).click();
    await city.web.getByRole('link', { name: '区（县）季度通报' }).click();
    await city.web.getByRole('heading', { name: '2026年第三季度区（县）小区问题解决情况通报' }).waitFor();
    await city.web.getByText('这一期没有收到诉求').waitFor();
    await see(city, 'figures-10-quarter');
  });

  it('had no script error on any page', async () => {
    for (const phone of [owner, manager, officer, city]) await phone.close();
  });
});
