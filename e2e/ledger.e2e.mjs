/** 小区问题台账: a month generated, what was grave explained, handed in, sent back, signed; on paper, as a file, and open to the owners. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { agree, comeBack, databases, Desk, proveAgain, see, settle, speakUp } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

const CAUSE = '电梯主板老化，上次维保没有更换。';
const REMEDY = '更换主板，维保改为每半月一次，公示维保记录。';

for (const [database, url] of databases) {
  describe(`ledger on ${database}`, () => {
    let platform, browser, owner, manager, head, officer, no;
    const name = (rest) => `${database.toLowerCase()}-ledger-${rest}`;

    before(async () => {
      platform = await startPlatform(url, { CLOCK_START: '2026-10-28T10:00:00+08:00' });
      browser = await openBrowser();
      [owner, manager, head, officer] = await Promise.all(
        ['owner-li', 'manager-wang', 'head-zhou', 'officer-wu'].map((slug) => Phone.of(platform, browser, slug)),
      );
    });
    after(async () => {
      await browser?.close();
      await platform?.stop();
    });

    it('in October something grave is reported and settled, something else is left', async () => {
      no = await speakUp(owner, { words: '3栋2单元电梯停运，老人下不了楼', category: '电梯' });
      await speakUp(owner, { words: '楼道有垃圾', category: '卫生' });
      const { web } = manager;
      await manager.openFromMenu();
      await web.getByRole('link', { name: '诉求处理' }).first().click();
      await web.getByRole('link', { name: new RegExp(no) }).click();
      await web.getByRole('button', { name: '标为重大诉求' }).click();
      await web.getByLabel('理由').fill('多户老人下不了楼');
      await web.getByRole('button', { name: '标为重大', exact: true }).click();
      await web.getByRole('button', { name: '不再标为重大' }).waitFor();
      await settle(web, { words: '已更换电梯主板，试运行正常，恢复使用。' });
    });

    it('in November the month stands there by itself: what lacks keeps it from being handed in', async () => {
      await platform.goTo('2026-11-03T09:00:00+08:00');
      const { web } = manager;
      await comeBack(manager);
      await web.getByRole('link', { name: '小区问题台账' }).click();
      await web.getByRole('heading', { name: '华阳小区 2026年10月问题台账' }).waitFor();
      await web.getByText('还有 1 件重大、群体或反复的诉求没有填写原因和整改。').waitFor();
      await web.getByText('应在 明天 24:00 前完成复盘。').waitFor();
      await see(manager, name('01-month'));
      await web.getByRole('button', { name: '提交复盘' }).click();
      await web
        .getByText(/1 件.*没有填写/)
        .nth(1)
        .waitFor();
      await see(manager, name('02-lacks'));
    });

    it('causes and measures are filled in, and it is handed in', async () => {
      const { web } = manager;
      await web.getByRole('button', { name: `填写 ${no}` }).click();
      await web.getByRole('button', { name: '保存', exact: true }).click();
      await see(manager, name('03-note-lacks'));
      await web.getByLabel('原因').fill(CAUSE);
      await web.getByLabel('整改').fill('更换主板。');
      await see(manager, name('04-note'));
      await web.getByRole('button', { name: '保存', exact: true }).click();
      await web.getByText(`原因：${CAUSE}`).waitFor();
      await web.getByRole('button', { name: '提交复盘' }).click();
      await web
        .getByText('已提交', { exact: true })
        .or(web.getByText('待签发', { exact: true }))
        .first()
        .waitFor();
      await see(manager, name('05-submitted'));
    });

    it('the head sends it back with a reason; the manager writes more and hands it in again', async () => {
      await head.openCard('审核结果通知');
      await head.web.getByRole('button', { name: '退回', exact: true }).click();
      await head.web.getByLabel('退回的原因').fill('整改写得太短，请写明维保怎么改。');
      await see(head, name('06-return'));
      await head.web.getByRole('button', { name: '退回给项目经理' }).click();
      await proveAgain(head);
      await head.web.getByText('退回原因：整改写得太短，请写明维保怎么改。').waitFor();
      const { web } = manager;
      await manager.openCard('审核结果通知');
      await web.getByText('退回原因：整改写得太短，请写明维保怎么改。').waitFor();
      await see(manager, name('07-returned'));
      await web.getByRole('button', { name: `修改 ${no}` }).click();
      await web.getByLabel('整改').fill(REMEDY);
      await web.getByRole('button', { name: '保存', exact: true }).click();
      await web.getByText(`整改：${REMEDY}`).waitFor();
      await web.getByRole('button', { name: '提交复盘' }).click();
      await web.getByRole('button', { name: '提交复盘' }).waitFor({ state: 'hidden' });
    });

    it('the head signs: asked first, told what follows, then it is open', async () => {
      const { web } = head;
      await head.openCard('审核结果通知');
      await web.getByRole('button', { name: '签发', exact: true }).click();
      await web.getByText('签发后不能修改，业主可以看到统计数据和每件问题的原因、整改。').waitFor();
      await see(head, name('08-sign'));
      await agree(web, '签发并公开');
      await web.getByText(/签发，已向业主公开/).waitFor();
      await see(head, name('09-signed'));
      assert.equal(await web.getByRole('button', { name: '签发', exact: true }).count(), 0);
    });

    it('is a table at a desk, a file and a sheet of A4 across', async () => {
      const path = new URL(manager.frame().url()).pathname.replace('/h5', '');
      const desk = await Desk.of(manager, `${path}?month=2026-10`);
      await desk.page.getByText(REMEDY).first().waitFor();
      await desk.look(name('10-desk'));
      const file = await desk.download(() => desk.page.getByRole('link', { name: /导出/ }).click());
      assert.match(file.name, /华阳小区2026年10月问题台账\.(csv|xlsx)$/);
      assert.match(file.text, new RegExp(`${no}.*电梯`));
      assert.ok(file.text.includes(CAUSE) && file.text.includes(REMEDY));
      assert.doesNotMatch(file.text, /李建明|13800000101/);
      const paper = await desk.print(name('11-paper'));
      assert.deepEqual(paper, { width: 297, height: 210, pages: 1 });
      await desk.close();
    });

    it('the owners read the figures, the cause and the measure', async () => {
      await comeBack(owner);
      await owner.web.getByRole('link', { name: '物业服务' }).click();
      await owner.web.getByRole('link', { name: '小区问题公开' }).click();
      await owner.web.getByText(`原因：${CAUSE}`).waitFor();
      await owner.web.getByText(`整改：${REMEDY}`).waitFor();
      assert.doesNotMatch(await owner.web.getByRole('main').innerText(), new RegExp(`${no}|李建明`));
      await see(owner, name('12-open'));
    });

    it('the bureau sees how far each community is', async () => {
      await platform.goTo('2026-11-05T09:00:00+08:00');
      await officer.openFromMenu();
      await officer.web.getByRole('link', { name: '小区问题台账' }).click();
      await officer.web.getByRole('link', { name: '华阳小区' }).waitFor();
      await see(officer, name('13-progress'));
      await officer.web.getByRole('link', { name: '只看逾期的' }).click();
      await officer.web
        .getByText(/已逾期/)
        .first()
        .waitFor();
      await officer.web.getByRole('link', { name: '华阳小区' }).waitFor({ state: 'hidden' });
      await see(officer, name('14-late'));
    });

    it('had no script error on any page', async () => {
      for (const phone of [owner, manager, head, officer]) await phone.close();
    });
  });
}
