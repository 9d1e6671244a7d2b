/** The table of 附件3 at the office's desk: searched, narrowed, a search kept, paged, printed across, exported. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { csvOf, Desk, see, settle, speakUp } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

/** As 附件3 heads them. */
const COLUMNS = ['投诉时间', '投诉编号', '投诉标题', '物业小区', '行政区域', '投诉对象', '完结状态', '处理状态', '是否超时', '超时/剩余时间', '操作'];
const LIST = [
  ['工单编号', '诉求内容', '小区', '类别'],
  ...Array.from({ length: 22 }, (_, index) => [`T-${index}`, '电梯停运', '华阳小区', '电梯']),
  ...Array.from({ length: 3 }, (_, index) => [`U-${index}`, '半夜施工', '银杏雅苑', '噪音']),
];

describe('the table of 附件3', () => {
  let platform, browser, owner, manager, officer, desk, no;
  const rows = () => desk.page.locator('tbody tr');

  before(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    [owner, manager, officer] = await Promise.all(['owner-li', 'manager-wang', 'officer-wu'].map((slug) => Phone.of(platform, browser, slug)));
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('nothing yet: says so', async () => {
    await officer.openFromMenu();
    await officer.web.getByRole('link', { name: '诉求督办' }).click();
    await officer.web.getByText('都办完了').waitFor();
    await officer.web.getByRole('link', { name: '查询、打印和导出' }).click();
    await officer.web.getByText('没有符合条件的诉求，换个条件再查').waitFor();
    await see(officer, 'table-01-phone');
    desk = await Desk.of(officer, '/intake');
    await desk.page.locator('input[type=file]').setInputFiles(csvOf('list.csv', LIST));
    await desk.page.getByText(/新增 25，/).waitFor();
    no = await speakUp(owner, { words: '楼道灯不亮', category: '照明用电' });
    await manager.openCard('投诉处理提醒.*照明用电');
    await settle(manager.web, { words: '已更换楼道灯泡，并检查了线路。' });
  });

  it('has the columns of 附件3, newest first, and more by the page', async () => {
    await desk.open('/tasks?view=table');
    await rows().first().waitFor();
    assert.deepEqual(
      (await desk.page.locator('thead th').allInnerTexts()).map((text) => text.trim()),
      COLUMNS,
    );
    assert.match(await rows().first().innerText(), new RegExp(`${no}.*照明用电.*华阳小区.*武侯区.*物业服务有限公司.*已办结`, 's'));
    await desk.look('table-02-all');
    const first = await rows().count();
    await desk.page.getByRole('button', { name: '加载更多' }).click();
    await desk.page.getByRole('button', { name: '加载更多' }).waitFor({ state: 'hidden' });
    assert.ok((await rows().count()) > first);
    assert.equal(await rows().count(), 26);
  });

  it('is searched by community, state and title; the address keeps the search', async () => {
    const { page } = desk;
    await page.getByLabel('投诉物业小区名称').fill('银杏');
    await page.getByRole('button', { name: '搜索' }).click();
    await page.waitForURL(/community=/);
    await rows().first().waitFor();
    assert.equal(await rows().count(), 3);
    await page.getByRole('button', { name: '清空' }).click();
    await page.getByLabel('完结状态').selectOption({ label: '已办结' });
    await page.getByRole('button', { name: '搜索' }).click();
    await page.waitForURL(/finished=done/);
    await rows().first().waitFor();
    assert.equal(await rows().count(), 1);
    await page.reload();
    await rows().first().waitFor();
    assert.equal(await page.getByLabel('完结状态').inputValue(), 'done');
    await page.getByRole('button', { name: '清空' }).click();
    await page.getByLabel('投诉标题').fill('噪音');
    await page.getByLabel('投诉时间，从').fill('2026-11-20');
    await page.getByRole('button', { name: '搜索' }).click();
    await page.waitForURL(/title=/);
    await rows().first().waitFor();
    assert.equal(await rows().count(), 3);
    await desk.look('table-03-search');
  });

  it('a search is kept under a name on this device, used again, and thrown away', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('请先写个名称').waitFor();
    await page.getByLabel('把这次条件存为').fill('施工噪音');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('button', { name: '施工噪音', exact: true }).waitFor();
    await desk.look('table-04-kept');
    await desk.open('/tasks?view=table');
    await page.getByRole('button', { name: '施工噪音', exact: true }).click();
    await page.waitForURL(/title=/);
    await rows().first().waitFor();
    assert.equal(await rows().count(), 3);
    await page.getByRole('button', { name: '删除 施工噪音' }).click();
    await page.getByRole('button', { name: '施工噪音', exact: true }).waitFor({ state: 'hidden' });
  });

  it('prints on A4 across with the search and the time, and is exported without anybody’s data', async () => {
    const paper = await desk.print('table-05-paper');
    assert.deepEqual(paper, { width: 297, height: 210, pages: 1 });
    const file = await desk.download(() => desk.page.getByRole('link', { name: '导出' }).click());
    assert.match(file.name, /\.(csv|xlsx)$/);
    assert.equal(file.text.match(/噪音/g).length, 3);
    assert.doesNotMatch(file.text, /李建明|138000/);
    await desk.open('/tasks?view=table');
    await desk.page.getByRole('button', { name: '加载更多' }).click();
    await desk.page.getByRole('button', { name: '加载更多' }).waitFor({ state: 'hidden' });
    const whole = await desk.print('table-06-paper-whole');
    assert.deepEqual([whole.width, whole.height], [297, 210]);
  });

  it('what ran out is marked and found; a row leads to its complaint', async () => {
    await platform.goTo('2026-11-20T14:30:00+08:00');
    const { page } = desk;
    await desk.open('/tasks?view=table');
    await page.getByText('只看已超时').click();
    await page.getByRole('button', { name: '搜索' }).click();
    await page.waitForURL(/overdue=1/);
    await page
      .getByText(/已超时/)
      .nth(1)
      .waitFor();
    await desk.look('table-07-overdue');
    await page.getByRole('link', { name: /^查看/ }).first().click();
    await page.getByRole('heading', { name: '诉求内容' }).waitFor();
    await desk.look('table-08-one');
  });

  it('had no script error on any page', async () => {
    for (const phone of [owner, manager, officer]) await phone.close();
  });
});
