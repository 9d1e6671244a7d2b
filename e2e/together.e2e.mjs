/** 同诉: a neighbour's complaint shown while one types, joined with a tap, told of each step; what is grave is public, without anybody's data. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { databases, see, settle, speakUp } from './desk.mjs';
import { openBrowser, Phone, startPlatform } from './kit.mjs';

/** What the first one says, and nobody else may read. */
const SAID = { words: '我是李建明，2单元电梯又停了，电话13800000101', category: '电梯', place: '3栋2单元501' };
const PRIVATE = /李建明|13800000101|501|又停了/;

for (const [database, url] of databases) {
  describe(`together on ${database}`, () => {
    let platform, browser, owner, neighbour, manager, no;
    const name = (rest) => `${database.toLowerCase()}-together-${rest}`;

    before(async () => {
      platform = await startPlatform(url);
      browser = await openBrowser();
      [owner, neighbour, manager] = await Promise.all(['owner-li', 'owner-chen', 'manager-wang'].map((slug) => Phone.of(platform, browser, slug)));
    });
    after(async () => {
      await browser?.close();
      await platform?.stop();
    });

    it('a neighbour’s complaint is shown while one types: how near and how many, no name and no word', async () => {
      no = await speakUp(owner, SAID);
      const { web } = neighbour;
      await neighbour.scan(/华阳小区/);
      await web.getByLabel('说说情况').fill('电梯坏了');
      await web.getByText('电梯', { exact: true }).click();
      await web.getByRole('region', { name: '本小区已有1户反映“电梯”' }).waitFor();
      await web.getByLabel('位置（选填）').fill('三栋二单元');
      await web.getByRole('region', { name: '同单元已有1户反映“电梯”' }).waitFor();
      await see(neighbour, name('01-similar'));
      assert.doesNotMatch(await web.locator('body').innerText(), PRIVATE);
    });

    it('不是同一件事 takes it away; another place is another matter', async () => {
      const { web } = neighbour;
      const like = web.getByRole('region', { name: /已有1户反映“电梯”/ });
      await web.getByLabel('位置（选填）').fill('5栋1单元');
      await like.waitFor({ state: 'hidden' });
      await web.getByLabel('位置（选填）').fill('3栋');
      await web.getByRole('region', { name: '同楼栋已有1户反映“电梯”' }).waitFor();
    });

    it('one tap joins: where it stands is there, and nothing of who said it', async () => {
      const { web } = neighbour;
      await web.getByRole('button', { name: '一键同诉' }).click();
      await web.getByRole('button', { name: '先留作草稿' }).click();
      await web.getByText('您和另外 1 人一起反映了这件事').waitFor();
      await see(neighbour, name('02-joined'));
      assert.doesNotMatch(await web.locator('body').innerText(), PRIVATE);
      await web.getByRole('link', { name: '我的诉求' }).click();
      await web.getByRole('link', { name: '同诉', exact: true }).click();
      await web.getByText(`编号 ${no}`).waitFor();
      await see(neighbour, name('03-mine'));
    });

    it('the manager sees how many, and marks it grave with a reason', async () => {
      const { web } = manager;
      await manager.openCard('投诉处理提醒');
      await web.getByRole('button', { name: '响应', exact: true }).waitFor();
      await web.getByRole('button', { name: '标为重大诉求' }).click();
      await web.getByRole('button', { name: '标为重大', exact: true }).click();
      await web.getByText('请写明理由，至少 4 个字').waitFor();
      await web.getByLabel('理由').fill('电梯停运，多户老人下不了楼');
      await see(manager, name('04-grave'));
      await web.getByRole('button', { name: '标为重大', exact: true }).click();
      await web.getByRole('button', { name: '不再标为重大' }).waitFor();
      await see(manager, name('05-marked'));
    });

    it('who joined is told of each step', async () => {
      await settle(manager.web, { words: '已更换电梯主板，试运行正常，恢复使用。' });
      await neighbour.openCard('投诉受理通知.*已响应');
      await neighbour.openCard('投诉受理通知.*已办结');
      await neighbour.web.getByText('您和另外 1 人一起等到了结果').waitFor();
      await neighbour.web.getByText('已更换电梯主板，试运行正常，恢复使用。').first().waitFor();
      assert.equal(await neighbour.web.getByRole('button', { name: '未解决', exact: true }).count(), 0);
      await see(neighbour, name('06-result'));
    });

    it('the community reads of it: what, how many, each step, and nobody', async () => {
      await owner.page.getByRole('button', { name: '关闭网页' }).click();
      await owner.openFromMenu();
      const { web } = owner;
      await web.getByRole('link', { name: '物业服务' }).click();
      await web.getByRole('link', { name: '公开诉求' }).click();
      await web.getByText(/重大诉求 · 2户/).waitFor();
      await see(owner, name('07-public'));
      const read = await web.getByRole('main').innerText();
      assert.match(read, /电梯·报事报修/);
      assert.match(read, /响应[\s\S]*办结/);
      assert.doesNotMatch(read, new RegExp(`${PRIVATE.source}|${no}|陈静文|3栋`));
    });

    it('退出同诉 asks first, then it is gone', async () => {
      const { web } = neighbour;
      await web.getByRole('button', { name: '退出同诉' }).click();
      await web.getByText('不再收到这件事的进展，也不能再看。').waitFor();
      await neighbour.look(name('08-leave'));
      await web.getByRole('alertdialog').getByRole('button', { name: '退出同诉' }).click();
      await web.getByText('还没有同诉。').waitFor();
    });

    it('had no script error on any page', async () => {
      for (const phone of [owner, neighbour, manager]) await phone.close();
    });
  });
}
