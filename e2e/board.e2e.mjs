/** 公示牌: its phones filled in by those who answer them, on paper in A4 and A3, hung with a photo as proof, and watched by the bureau. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { comeBack, Desk, paperOf, proveAgain, see } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';
import { photo } from './photo.mjs';

const A4 = { width: 210, height: 297, pages: 1 };
const A3 = { width: 297, height: 420, pages: 1 };

describe('the notice board', () => {
  let platform, browser, manager, head, officer;

  before(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    [manager, head, officer] = await Promise.all(['manager-wang', 'head-zhou', 'officer-wu'].map((slug) => Phone.of(platform, browser, slug)));
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('can’t be printed before its phones are filled in, and says who fills them in', async () => {
    const { web } = manager;
    await manager.openFromMenu();
    await web.getByRole('link', { name: '公示牌', exact: true }).click();
    await web.getByRole('heading', { name: '还不能打印' }).waitFor();
    await web.getByText('还没有填物业服务企业的投诉电话，请企业负责人或项目经理填写。').first().waitFor();
    await web.getByText(/应在 11月25日 周三 24:00 前张贴并上传照片/).waitFor();
    assert.equal(await web.getByRole('button', { name: '打印' }).count(), 0);
    await see(manager, 'board-01-lacks');
  });

  it('the manager fills in the project’s phone: what is wrong is said at its field', async () => {
    const { web } = manager;
    await web.getByRole('button', { name: '填写投诉电话' }).click();
    const project = web.getByRole('group', { name: '物业服务项目' });
    const company = web.getByRole('group', { name: '物业服务企业' });
    await project.getByLabel('电话').fill('028');
    await company.getByLabel('电话').fill('');
    await web.getByRole('button', { name: '保存', exact: true }).click();
    await project.getByRole('alert').first().waitFor();
    await see(manager, 'board-02-wrong');
    await project.getByLabel('电话').fill('028-81110001');
    await project.getByText('全天接听').click();
    await web.getByRole('button', { name: '保存', exact: true }).click();
    await web.getByText('028-81110001').first().waitFor();
    await web.getByRole('heading', { name: '还不能打印' }).waitFor();
    await see(manager, 'board-03-half');
  });

  it('the head finds the board among those to hang, and fills in the company’s', async () => {
    const { web } = head;
    await head.openFromMenu();
    await web.getByRole('link', { name: '公示牌张贴' }).click();
    await web.getByRole('link', { name: '待张贴' }).click();
    await web.getByRole('link', { name: /华阳小区/ }).waitFor();
    await see(head, 'board-04-to-hang');
    await web.getByRole('link', { name: /华阳小区/ }).click();
    await web.getByRole('button', { name: '填写投诉电话' }).click();
    const company = web.getByRole('group', { name: '物业服务企业' });
    await company.getByLabel('电话').fill('4008001234');
    await company.getByLabel('接听时间从').fill('09:00');
    await company.getByLabel('到', { exact: true }).fill('18:00');
    await web.getByRole('button', { name: '保存', exact: true }).click();
    await web.getByRole('heading', { name: '还不能打印' }).waitFor({ state: 'hidden' });
    await web.getByText('接听时间：09:00-18:00').waitFor();
    await see(head, 'board-05-whole');
  });

  it('the bureau changes its own phone, which stands on every board of the district', async () => {
    const { web } = officer;
    await officer.openFromMenu();
    await web.getByRole('link', { name: '公示牌张贴' }).click();
    await web.getByRole('link', { name: '待张贴' }).click();
    await web.getByRole('link', { name: /华阳小区/ }).click();
    await web.getByRole('button', { name: '住建部门电话' }).click();
    await web.getByText(/所有小区的公示牌都用这个电话/).waitFor();
    await web.getByLabel('电话', { exact: true }).fill('028-81110099');
    await web.getByText('全天接听').click();
    await see(officer, 'board-06-bureau');
    await web.getByRole('button', { name: '保存', exact: true }).click();
    await proveAgain(officer);
    await web.getByText('028-81110099').first().waitFor();
  });

  it('goes to the print shop as PDF, A4 and A3, and to a printer by the page itself', async () => {
    const path = new URL(head.frame().url()).pathname.replace('/h5', '');
    const desk = await Desk.of(head, path);
    await desk.page.getByText('028-81110099').first().waitFor();
    await desk.look('board-07-desk');
    for (const [kind, size, expected] of [
      ['公示牌', 'A4', A4],
      ['公示牌', 'A3', A3],
      ['二维码海报', 'A4', A4],
      ['二维码海报', 'A3', A3],
    ]) {
      const file = await desk.download(
        () => desk.page.getByRole('button', { name: `下载${kind} ${size}` }).click(),
        `board-${kind === '公示牌' ? 'board' : 'poster'}-${size}.pdf`,
      );
      assert.match(file.name, new RegExp(`华阳小区-${size}\\.pdf$`));
      assert.deepEqual(paperOf(file.bytes), expected, `${kind} ${size}`);
    }
    assert.deepEqual(await desk.print('board-08-paper'), A4);
    await desk.close();
  });

  it('once its days are over it is late, on the bureau’s list', async () => {
    const { web } = officer;
    await comeBack(officer);
    await web.getByRole('link', { name: '公示牌张贴' }).click();
    await web.getByText('没有超时未张贴的小区').waitFor();
    await platform.goTo('2026-11-26T09:00:00+08:00');
    await comeBack(officer);
    await web.getByRole('link', { name: '公示牌张贴' }).click();
    await web.getByRole('link', { name: /已超时 .*华阳小区/ }).waitFor();
    await see(officer, 'board-09-late');
  });

  it('is hung: without a photo it says so, with one it is done', async () => {
    const { web } = manager;
    await comeBack(manager);
    await web.getByRole('link', { name: '公示牌', exact: true }).click();
    await web.getByRole('button', { name: '提交张贴照片' }).click();
    await web.getByText('请拍一张张贴后的照片').waitFor();
    const card = web.getByRole('region', { name: '张贴照片' });
    await card
      .locator('input[type=file]')
      .last()
      .setInputFiles(await photo('gate.png', '#3a5a8a'));
    await card.getByLabel('已上传').first().waitFor();
    await card.scrollIntoViewIfNeeded();
    await see(manager, 'board-10-photo');
    await web.getByRole('button', { name: '提交张贴照片' }).click();
    await card.getByText(/上传了张贴照片/).waitFor();
    await see(manager, 'board-11-hung');
  });

  it('the bureau sees that it hangs, and the photo', async () => {
    const { web } = officer;
    await comeBack(officer);
    await web.getByRole('link', { name: '公示牌张贴' }).click();
    await web.getByText('没有超时未张贴的小区').waitFor();
    await web.getByRole('link', { name: '已张贴' }).click();
    await web.getByRole('link', { name: /华阳小区/ }).click();
    await web.getByAltText('张贴照片 1').waitFor();
    await see(officer, 'board-12-proof');
  });

  it('had no script error on any page', async () => {
    for (const phone of [manager, head, officer]) await phone.close();
  });
});
