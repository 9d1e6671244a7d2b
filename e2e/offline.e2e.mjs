/** Who won't show their face: the owner applies from the phone, the committee certifies with the originals in hand. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CAPTCHA, openBrowser, Phone, startPlatform } from './kit.mjs';
import { photo } from './photo.mjs';

const CHEN = { name: '陈静文', idNumber: '519900198808089022', phone: '13800000100' };
const PROOFS = ['产权证明', '证件照片', '手持证件照片'];
const EVIDENCE = ['产权证明', '身份证证明', '个人手持身份证证明照片'];

/** Picks a photo in each of the named groups, and waits until all have arrived. */
async function pick(phone, names) {
  for (const name of names) {
    const group = phone.web.getByRole('group', { name, exact: true });
    await group
      .locator('input[type=file]')
      .last()
      .setInputFiles(await photo('photo.png', '#2a4a7a'));
    await group.getByLabel('已上传').first().waitFor();
  }
}

describe('certified without a face', () => {
  let platform, browser, owner, committee;

  before(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    owner = await Phone.of(platform, browser, 'owner-chen');
    committee = await Phone.of(platform, browser, 'committee-lin');
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });

  it('the owner fills in the form, and at the face step chooses the offline way', async () => {
    const { web } = owner;
    await owner.openFromMenu();
    await web.getByRole('link', { name: '业主身份绑定' }).first().click();
    await web.getByText('我已经阅读了《用户协议》').click();
    await web.getByText('我单独同意向不动产登记机构').click();
    await web.getByRole('button', { name: '下一步' }).click();
    await web.getByLabel('业主姓名').fill(CHEN.name);
    await web.getByLabel('证件号码').fill(CHEN.idNumber);
    await web.getByLabel('图形验证码').first().fill(CAPTCHA);
    await web.getByLabel('手机号码').fill(CHEN.phone);
    await web.getByRole('button', { name: '获取验证码' }).click();
    await web.getByText(/验证码已发到/).waitFor();
    await web.getByLabel('短信验证码').fill(await owner.readSmsCode());
    await web.getByRole('button', { name: '下一步' }).click();
    await web.getByRole('link', { name: '不刷脸，线下认证' }).waitFor();
    await owner.look('offline-01-face');
    await web.getByRole('link', { name: '不刷脸，线下认证' }).click();
    await web.getByRole('heading', { name: '不刷脸，权利一样' }).waitFor();
    await owner.look('offline-02-apply');
    await web.getByRole('button', { name: '提交申请' }).click();
    await web.getByText('请拍产权证明').waitFor();
    await pick(owner, PROOFS);
    await web.getByRole('button', { name: '提交申请' }).click();
    await web.getByText('等您带原件办理').waitFor();
    await owner.look('offline-03-waiting');
  });

  it('the committee finds nothing under another number, and the application under the whole one', async () => {
    const { web } = committee;
    await committee.openFromMenu();
    await web.getByRole('link', { name: '线下认证' }).first().click();
    await web.getByLabel('证件号码').fill('519900198505059037');
    await web.getByRole('button', { name: '查询' }).click();
    await web.getByText('没有申请，请业主先在手机提交').waitFor();
    await web.getByLabel('证件号码').fill(CHEN.idNumber);
    await web.getByRole('button', { name: '查询' }).click();
    await web.getByText('与申请一致').waitFor();
    await committee.look('offline-04-found');
  });

  it('uploads the evidence, confirms by name; the owner is told and certified', async () => {
    const { web } = committee;
    await pick(committee, EVIDENCE);
    await web.getByText('已核对原件').click();
    await committee.look('offline-05-evidence');
    await web.getByRole('button', { name: '提交认证' }).click();
    await web.getByRole('button', { name: `认证 ${CHEN.name}` }).click();
    await web.getByText(/已认证。已通知业主/).waitFor();
    await committee.look('offline-06-certified');
    await owner.openCard('审核结果通知');
    await owner.web.getByText('已人脸认证（线下）').waitFor();
    await owner.web.getByText('3栋2单元501').waitFor();
    await owner.look('offline-07-done');
    assert.equal(await owner.web.getByText('未认证，暂不能投票').count(), 0);
  });

  it('had no script error', async () => {
    await owner.close();
    await committee.close();
  });
});
