/** The two cities' ways as people see them: Chengdu's ladder while nobody answers, Huizhou's outside scope with the right channel. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser, Phone, startPlatform } from './kit.mjs';
import { photo } from './photo.mjs';

/** Speaks up by the poster at the gate; the public number. */
async function speakUp(owner, words, category) {
  await owner.scan(/华阳小区/);
  await owner.web.getByLabel('说说情况').fill(words);
  await owner.web.getByText(category, { exact: true }).click();
  await owner.web.getByRole('button', { name: '提交', exact: true }).click();
  await owner.web.getByRole('heading', { name: '已提交' }).waitFor();
  return /\d{8}-\d{6}/.exec(await owner.web.locator('body').innerText())[0];
}

/** Everyone of a story on the one platform, and what is done after it. */
function story(name, env, tell) {
  describe(name, () => {
    const on = {};
    before(async () => {
      on.platform = await startPlatform('', env);
      on.browser = await openBrowser();
      on.phone = (slug) => Phone.of(on.platform, on.browser, slug);
    });
    after(async () => {
      await on.browser?.close();
      await on.platform?.stop();
    });
    tell(on);
  });
}

story('成都: nobody answers', {}, (on) => {
  let owner, manager, head, officer, no;

  it('a complaint comes in on Friday at 10:00', async () => {
    [owner, manager, head, officer] = await Promise.all(['owner-li', 'manager-wang', 'head-zhou', 'officer-wu'].map((slug) => on.phone(slug)));
    no = await speakUp(owner, '3栋2单元电梯停运，老人下不了楼', '电梯');
    await manager.openCard('投诉处理提醒');
    await manager.web.getByText(no).first().waitFor();
  });

  it('an hour before the end the manager is reminded', async () => {
    await on.platform.goTo('2026-11-20T13:00:30+08:00');
    await manager.page.getByText('即将到期').first().waitFor({ state: 'attached', timeout: 30_000 });
  });

  it('at the end the company takes over: the owner reads it, the manager that it moved on, the head answers', async () => {
    await on.platform.goTo('2026-11-20T14:00:30+08:00');
    await head.page.getByText('公司接办').first().waitFor({ state: 'attached', timeout: 30_000 });
    await head.openCard('投诉处理提醒');
    await head.web.getByRole('button', { name: '响应' }).waitFor();
    await head.look('cities-01-head');
    await manager.openCard('投诉处理提醒');
    await manager.web.getByText(/已超时 .*，应在今天 14:00 前响应。已转公司接办，您可补充情况。/).waitFor();
    assert.equal(await manager.web.getByRole('button', { name: '响应' }).count(), 0);
    await manager.look('cities-02-moved');
    await owner.openCard('投诉受理通知');
    await owner.web
      .getByText(/物业未按时响应，公司已接手，应在 .* 前回复；已抄告区住建局。您不用再报。/)
      .first()
      .waitFor();
    await owner.web.getByText(/公司 · /).waitFor();
    await owner.look('cities-03-taken-over');
  });

  it('the company is late, too: the district steps in, on the owner’s and the officer’s screens', async () => {
    await on.platform.goTo('2026-11-20T18:00:30+08:00');
    await officer.page.getByText('已督办').first().waitFor({ state: 'attached', timeout: 30_000 });
    await officer.openCard('投诉处理提醒');
    await officer.web
      .getByRole('region', { name: '办理过程' })
      .getByText(/督办：公司也未按时办理/)
      .waitFor();
    await officer.look('cities-04-supervised');
    await owner.openCard('投诉受理通知');
    await owner.web
      .getByText(/区住建局已介入督办，应在 .* 前有结果/)
      .first()
      .waitFor();
    await owner.look('cities-05-owner');
  });

  it('the company answers at last and asks for a date; the owner agrees', async () => {
    await head.openCard('投诉处理提醒');
    await head.web.getByRole('button', { name: '响应' }).click();
    await head.web.getByText('重大复杂（约定时间）').click();
    await head.web.getByLabel('办结日期', { exact: true }).fill('2026-11-27');
    await head.web.getByLabel('处置措施').fill('更换主板，要等厂家发配件。');
    await head.look('cities-06-classes');
    await head.web.getByRole('button', { name: '受理', exact: true }).click();
    await head.web.getByRole('button', { name: /更正类别/ }).waitFor();
    await owner.openCard('投诉受理通知');
    await owner.web.getByRole('heading', { name: '物业建议 11月27日 周五 办结' }).waitFor();
    await owner.look('cities-07-date');
    await owner.web.getByRole('button', { name: '同意' }).click();
    await owner.web.getByText(/您同意了办结时间。物业应在 11月27日 周五 24:00 前办结/).waitFor();
  });

  it('the company closes it, the owner says that it is not solved: the district does it anew, with a deadline of its own', async () => {
    await head.web.getByLabel('处理结果', { exact: true }).fill('已更换电梯主板，试运行正常，恢复使用。');
    await head.web.locator('input[capture]').setInputFiles(await photo('cities-fixed.png', '#2a7a4a'));
    await head.web.getByLabel('已上传').first().waitFor();
    await head.web.getByText('已解决', { exact: true }).click();
    await head.web.getByRole('button', { name: '提交', exact: true }).click();
    await head.web.getByRole('button', { name: '办结：已解决' }).click();
    await head.web.getByText('已办结').first().waitFor();
    await owner.openCard('投诉处理结果通知');
    await owner.web.getByRole('button', { name: '未解决', exact: true }).click();
    await owner.web.getByText('会交给区住建局重新办理，并给出办结期限。').waitFor();
    await owner.web.getByLabel('哪里没有解决').fill('第二天又停了');
    await owner.look('cities-07a-not-solved');
    await owner.web.getByRole('button', { name: '重新办理', exact: true }).click();
    await owner.web.getByText('已转由区住建局重新办理').waitFor();
    await owner.web.getByText(/区住建局 · /).waitFor();
    await owner.look('cities-07b-anew');
    await officer.openCard('投诉受理通知');
    await officer.web.getByRole('button', { name: '响应' }).waitFor();
  });

  it('had no script error on any page', async () => {
    for (const phone of [owner, manager, head, officer]) await phone.close();
  });
});

story('惠州: outside property and housing', { CITY_POLICY: 'huizhou' }, (on) => {
  let owner, manager;

  it('registering is the first clock: one working day', async () => {
    [owner, manager] = await Promise.all(['owner-li', 'manager-wang'].map((slug) => on.phone(slug)));
    const no = await speakUp(owner, '小区外马路夜间施工，噪音很大', '噪音');
    await owner.web.getByText(/物业应在 1 个工作日内受理登记：11月23日 周一 24:00 前/).waitFor();
    await manager.openCard('投诉处理提醒');
    await manager.web.getByText(no).first().waitFor();
  });

  it('the manager sees the four classes with their deadlines, and sends it to the right channel', async () => {
    await manager.web.getByText(/物业应在 1 个工作日内说明并引导至相关部门：11月23日 周一 24:00 前/).waitFor();
    await manager.look('cities-08-huizhou');
    await manager.web.getByText('非物业和住建职责').click();
    await manager.web.getByText('12345 政务服务便民热线').click();
    await manager.web.getByLabel('怎么反映').fill('夜间施工由城管和生态环境部门管理，请拨打热线反映。');
    await manager.web.getByRole('button', { name: '受理', exact: true }).click();
    await manager.web.getByText('已办结').first().waitFor();
    await manager.look('cities-09-outside');
  });

  it('the owner reads where to go, that it was said in time, and can say whether that helped', async () => {
    await owner.openCard('投诉受理通知');
    await owner.web.getByRole('heading', { name: '处理结果' }).waitFor();
    await owner.web.getByText('已办结但未解决：属其他部门').waitFor();
    await owner.web
      .getByText(/请找12345 政务服务便民热线 12345。夜间施工由城管和生态环境部门管理/)
      .first()
      .waitFor();
    await owner.web.getByText(/已于 .* 告知渠道/).waitFor();
    await owner.web.getByRole('button', { name: '未解决', exact: true }).waitFor();
    await owner.look('cities-10-owner');
  });

  it('had no script error on any page', async () => {
    for (const phone of [owner, manager]) await phone.close();
  });
});
