/** 红黑榜: found by the figures, told before anything is public, appealed against, published, and 《物业管理行政建议书》 on paper. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { agree, comeBack, csvOf, Desk, proveAgain, see, settle, speakUp } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';
import { photo } from './photo.mjs';

/** Twenty that nobody will answer: with the owner's own as many as the rule asks for. */
const LIST = [['工单编号', '诉求内容', '小区', '类别'], ...Array.from({ length: 20 }, (_, index) => [`R-${index}`, '电梯停运', '华阳小区', '电梯'])];
const APPEAL = '十月停电两天，响应记录没有计入，请核对。';
const ANSWER = '停电当日的记录已经计入，数据无误。';

describe('red and black lists', () => {
  let platform, browser, owner, head, officer;

  before(async () => {
    platform = await startPlatform('', { CLOCK_START: '2026-10-12T10:00:00+08:00' });
    browser = await openBrowser();
    [owner, head, officer] = await Promise.all(['owner-li', 'head-zhou', 'officer-wu'].map((slug) => Phone.of(platform, browser, slug)));
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('a month without complaints lists nobody, and says so', async () => {
    const { web } = officer;
    await officer.openFromMenu();
    await web.getByRole('link', { name: '红黑榜', exact: true }).click();
    await web.getByText('没有待办理的红黑榜').waitFor();
    await web.getByRole('link', { name: '各期结果' }).click();
    await web.getByText('2026年9月 没有统计结果').waitFor();
    await see(officer, 'ranking-01-empty');
  });

  it('a bad October: nobody answers in time, and the one who was answered is not content', async () => {
    const desk = await Desk.of(officer, '/intake');
    await desk.page.locator('input[type=file]').setInputFiles(csvOf('list.csv', LIST));
    await desk.page.getByText(/新增 20，/).waitFor();
    await desk.close();
    await speakUp(owner, { words: '楼道灯不亮', category: '照明用电' });
    await platform.goTo('2026-10-12T14:30:00+08:00');
    await head.openCard('投诉处理提醒(?=.*照明用电)(?=.*公司接办)');
    await settle(head.web, { words: '线路改造要动用维修资金，等业主表决后再办。', reason: '需专项资金' });
    await owner.openCard('投诉处理结果通知');
    await owner.web.getByRole('button', { name: '已解决', exact: true }).click();
    await owner.web.getByText('不满意', { exact: true }).click();
    await owner.web.getByRole('button', { name: '提交评价' }).click();
    await owner.web.getByText('已评价').first().waitFor();
  });

  it('in December the project and its company are found, with the figures of both periods and the rule', async () => {
    await platform.goTo('2026-12-08T10:00:00+08:00');
    const { web } = officer;
    // Counted soon after the start, by nobody's asking: the list is opened again until it is.
    for (let turn = 0; turn < 10; turn++) {
      await comeBack(officer);
      await web.getByRole('link', { name: '红黑榜', exact: true }).click();
      await web.getByRole('heading', { name: '红黑榜' }).waitFor({ state: 'attached' });
      const found = web.getByRole('link', { name: '华阳小区' });
      if (
        await found.waitFor({ timeout: 3_000 }).then(
          () => true,
          () => false,
        )
      )
        break;
    }
    await see(officer, 'ranking-02-found');
    await web.getByRole('link', { name: '华阳小区' }).click();
    await web.getByText('2026年8月至2026年10月').waitFor();
    await web.getByText('2026年9月至2026年11月').waitFor();
    await web.getByText('满意率 0%（0/1）').first().waitFor();
    await web.getByText(/少于 20 件或没有评价的不列入；连续 2 期都符合才列入/).waitFor();
    assert.equal(await web.getByRole('button', { name: '公布', exact: true }).count(), 0);
    await see(officer, 'ranking-03-listing');
  });

  it('the company is told before anybody else: nothing is public, nothing can be published yet', async () => {
    const { web } = officer;
    await web.getByRole('button', { name: '告知企业负责人' }).click();
    await web.getByText('企业会看到全部数据，并可以在告知期内申诉。').waitFor();
    await officer.look('ranking-04-ask');
    await agree(web, '告知');
    await proveAgain(officer);
    await web.getByText('告知期到 12月15日 周二 24:00 止，期内可以申诉，期满才能公布。').waitFor();
    assert.equal(await web.getByRole('button', { name: '公布', exact: true }).count(), 0);
    await see(officer, 'ranking-05-noticed');
    await comeBack(owner);
    await owner.web.getByRole('link', { name: '物业红黑榜' }).click();
    await owner.web.getByText('本区还没有公布红黑榜').waitFor();
    await see(owner, 'ranking-06-nothing-public');
  });

  it('the head reads the figures and appeals, once, with words and a photo', async () => {
    const { web } = head;
    await head.openCard('审核结果通知');
    await web.getByRole('heading', { name: '华阳小区' }).waitFor();
    await web.getByRole('button', { name: '申诉', exact: true }).click();
    await web.getByRole('button', { name: '提交申诉' }).click();
    await web.getByRole('alert').first().waitFor();
    await see(head, 'ranking-07-appeal-lacks');
    await web.getByLabel('申诉理由').fill(APPEAL);
    const group = web.getByRole('group', { name: '证明照片（可不填）' });
    await group
      .locator('input[type=file]')
      .last()
      .setInputFiles(await photo('proof.png', '#7a5a2a'));
    await group.getByLabel('已上传').first().waitFor();
    await web.getByRole('button', { name: '提交申诉' }).click();
    await proveAgain(head);
    await web.getByText(APPEAL).waitFor();
    assert.equal(await web.getByRole('button', { name: '申诉', exact: true }).count(), 0);
    await see(head, 'ranking-08-appealed');
  });

  it('the bureau answers it with a reason, which the head reads', async () => {
    const { web } = officer;
    await officer.openCard('审核结果通知');
    await web.getByText(APPEAL).waitFor();
    await web.getByRole('button', { name: '答复申诉' }).click();
    await web
      .getByRole('dialog')
      .getByText(/^不成立/)
      .click();
    await web.getByLabel('理由').fill(ANSWER);
    await see(officer, 'ranking-09-decide');
    await web.getByRole('button', { name: '答复', exact: true }).click();
    await web.getByRole('heading', { name: '申诉不成立' }).waitFor();
    await head.openCard('审核结果通知.*已答复');
    await head.web.getByText(ANSWER).waitFor();
    await see(head, 'ranking-10-answered');
  });

  it('its company is left off, with a reason', async () => {
    const { web } = officer;
    await comeBack(officer);
    await web.getByRole('link', { name: '红黑榜', exact: true }).click();
    await web.getByRole('link', { name: /物业服务有限公司/ }).click();
    await web.getByRole('button', { name: '不列入' }).click();
    await web.getByRole('dialog').getByRole('button', { name: '不列入' }).click();
    await web.getByRole('alert').first().waitFor();
    await web.getByLabel('理由').fill('同一企业只列项目，不重复列入');
    await see(officer, 'ranking-11-drop');
    await web.getByRole('dialog').getByRole('button', { name: '不列入' }).click();
    await web.getByRole('heading', { name: '不列入的原因' }).waitFor();
  });

  it('once the notice is over it is published, for everyone with the figures and the rule', async () => {
    await platform.goTo('2026-12-16T10:00:00+08:00');
    const { web } = officer;
    await comeBack(officer);
    await web.getByRole('link', { name: '红黑榜', exact: true }).click();
    await web.getByRole('link', { name: '华阳小区' }).click();
    await web.getByRole('button', { name: '公布', exact: true }).click();
    await web.getByText('公布后所有登录的人都能看到。').waitFor();
    await agree(web, '公布');
    await proveAgain(officer);
    await web
      .getByText('12月16日 周三 公布')
      .or(web.getByText(/2026年12月16日.*公布/))
      .first()
      .waitFor();
    await see(officer, 'ranking-12-published');
    await comeBack(owner);
    await owner.web.getByRole('link', { name: '物业红黑榜' }).click();
    await owner.web.getByRole('heading', { name: '2026年11月 黑榜' }).waitFor();
    await owner.web.getByRole('heading', { name: '华阳小区' }).waitFor();
    assert.doesNotMatch(await owner.web.getByRole('main').innerText(), /有限公司 · 企业|申诉/);
    await see(owner, 'ranking-13-public');
  });

  it('《物业管理行政建议书》 is issued with its figures and number, and printed on A4', async () => {
    const { web } = officer;
    await web.getByRole('button', { name: '制发行政建议书' }).click();
    await web.getByText('制发后自动编号，不能修改。').waitFor();
    await see(officer, 'ranking-14-advise');
    await web.getByRole('button', { name: '制发', exact: true }).click();
    await web.getByText('物建议〔2026〕510107-1号').waitFor();
    await see(officer, 'ranking-15-advice');
    const path = new URL(officer.frame().url()).pathname.replace('/h5', '');
    const desk = await Desk.of(officer, path);
    await desk.page.getByText(/响应及时率低于 95%、解决率低于 80%、群众满意率低于 80%，经告知，已列入“黑榜”并公布/).waitFor();
    await desk.look('ranking-16-desk');
    assert.deepEqual(await desk.print('ranking-17-paper'), { width: 210, height: 297, pages: 1 });
    await desk.open('/rankings/standings');
    await desk.page.getByRole('row', { name: /华阳小区.*黑榜/ }).waitFor();
    await desk.look('ranking-18-standings');
    await desk.close();
  });

  it('what was published is taken down again with a reason; the head is told', async () => {
    const { web } = officer;
    await comeBack(officer);
    await web.getByRole('link', { name: '红黑榜', exact: true }).click();
    await web.getByRole('link', { name: '已公布' }).click();
    await web.getByRole('link', { name: '华阳小区' }).click();
    await web.getByRole('button', { name: '撤下' }).click();
    await web.getByLabel('理由').fill('整改验收合格，提前撤下');
    await web.getByRole('dialog').getByRole('button', { name: '撤下' }).click();
    await web.getByRole('heading', { name: '撤下的原因' }).waitFor();
    await head.openCard('审核结果通知.*已撤下');
    await head.web.getByText('整改验收合格，提前撤下').waitFor();
  });

  it('had no script error on any page', async () => {
    for (const phone of [owner, head, officer]) await phone.close();
  });
});
