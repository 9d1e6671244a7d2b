/** What comes in by others' hands: a caller written down by the desk, and a list of the hotline, sorted and answered. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { csvOf, databases, Desk, see, settle } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

/** As a hotline's list looks: a column of its own name, a community that the district lacks, a row without a number. */
const HEAD = ['工单编号', '市民诉求', '小区名称', '问题类别', '来电人', '联系电话'];
const LIST = [
  HEAD,
  ['RX-1001', '3栋2单元电梯停运两天，老人下不了楼', '华阳小区', '电梯', '周某', '13800000191'],
  ['RX-1002', '半夜施工扰民', '没听过的小区', '噪音', '', ''],
  ['RX-1003', '地下车库积水', '银杏雅苑', '', '', ''],
  ['', '没有写编号的一行', '华阳小区', '', '', ''],
];

for (const [database, url] of databases) {
  describe(`intake on ${database}`, () => {
    let platform, browser, staff, officer, manager, desk;
    const name = (rest) => `${database.toLowerCase()}-intake-${rest}`;

    before(async () => {
      platform = await startPlatform(url);
      browser = await openBrowser();
      [staff, officer, manager] = await Promise.all(['staff-deng', 'officer-wu', 'manager-wang'].map((slug) => Phone.of(platform, browser, slug)));
    });
    after(async () => {
      await browser?.close();
      await platform?.stop();
    });

    it('the desk writes a caller down: what lacks is said at its field', async () => {
      const { web } = staff;
      await staff.openFromMenu();
      await web.getByRole('link', { name: '代业主登记' }).click();
      await web.getByLabel('来电电话').waitFor();
      await web.getByRole('button', { name: '登记', exact: true }).click();
      await web.getByText('请选一类问题').waitFor();
      await see(staff, name('01-lacks'));
      await web.getByLabel('来电电话').fill('13800000192');
      await web.getByLabel('称呼（选填）').fill('吴女士');
      await web.getByLabel('反映的情况').fill('来电说 2栋楼道灯不亮，晚上摔了一跤');
      await web.getByLabel('位置（选填）').fill('2栋1单元');
      await web.getByText('照明用电', { exact: true }).click();
      await see(staff, name('02-form'));
      await web.getByRole('button', { name: '登记', exact: true }).click();
      await web.getByText(/今天 14:00 前要响应/).waitFor();
      await see(staff, name('03-registered'));
      await web.getByRole('link', { name: '查看' }).click();
      await web.getByText('吴*').waitFor();
      assert.doesNotMatch(await web.locator('body').innerText(), /13800000192|吴女士/);
    });

    it('the manager has it with the same clock as any other', async () => {
      await manager.openCard('投诉处理提醒');
      await manager.web.getByText(/物业应在 .* 小时内响应：今天 14:00 前/).waitFor();
      await manager.look(name('04-manager'));
    });

    it('a list with columns of its own names is refused with the way out; the names are set, and it is taken', async () => {
      await officer.openFromMenu();
      await officer.web.getByRole('link', { name: '导入诉求' }).click();
      await officer.web.getByText('没有待分的诉求').waitFor();
      await see(officer, name('05-empty'));
      desk = await Desk.of(officer, '/intake');
      const { page } = desk;
      const file = page.locator('input[type=file]');
      await file.setInputFiles(csvOf('12345-11月.csv', LIST));
      await page.getByText(/没有“外部编号”或“诉求内容”这一列/).waitFor();
      await desk.look(name('06-refused'));
      await page.getByLabel('诉求内容').fill('市民诉求');
      await desk.look(name('07-names'));
      await page.getByRole('button', { name: '保存列名' }).click();
      await page.getByLabel('诉求内容').waitFor({ state: 'hidden' });
      await file.setInputFiles(csvOf('12345-11月.csv', LIST));
      await page.getByText('共 4 行：新增 2，以前导入过 0，待分小区 1，有问题 1。').waitFor();
      await page.getByText('第 5 行 外部编号：没有编号').waitFor();
      await desk.look(name('08-report'));
    });

    it('the same list again changes nothing', async () => {
      await desk.page.locator('input[type=file]').setInputFiles(csvOf('12345-11月.csv', LIST));
      await desk.page.getByText('新增 0，以前导入过 3，待分小区 0，有问题 1。').waitFor();
    });

    it('what nobody could place is sorted by hand', async () => {
      const { page } = desk;
      await page.getByText('表格里写的小区：没听过的小区').waitFor();
      await page.getByRole('button', { name: '分到这个小区' }).click();
      await page.getByText('请先选小区').waitFor();
      await desk.look(name('09-choose'));
      await page.getByLabel('分到').selectOption({ label: '华阳小区' });
      await page.getByRole('button', { name: '分到这个小区' }).click();
      await page.getByText('没有待分的诉求').waitFor();
      await desk.look(name('10-sorted'));
    });

    it('the manager answers, and the answer goes back by the hotline’s own number', async () => {
      await manager.page.getByRole('button', { name: '关闭网页' }).click();
      await manager.openFromMenu();
      await manager.web.getByRole('link', { name: '诉求处理' }).first().click();
      await manager.web.getByRole('link', { name: /电梯/ }).click();
      await settle(manager.web, { words: '电梯主板已更换，试运行正常，恢复使用。' });
      const { text } = await desk.download(() => desk.page.getByRole('link', { name: '导出新进展' }).click());
      const line = text.split(/\r?\n/).find((each) => each.includes('RX-1001'));
      assert.match(line, /\d{8}-\d{6}.*华阳小区.*已办结.*电梯主板已更换/);
      assert.match(text, /RX-1002.*华阳小区.*办理中/);
      assert.doesNotMatch(text, /周某|13800000191/);
    });

    it('had no script error on any page', async () => {
      for (const phone of [staff, officer, manager]) await phone.close();
    });
  });
}
