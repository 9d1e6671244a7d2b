import { afterEach, expect, test } from '@jest/globals';
import { enableAutoUnmount } from '@vue/test-utils';
import { useSession } from '../app/session';
import { answering, closeDialogs, confirmBy, openAmong, press, settle } from '../app/spec-kit';
import { owner } from '../complaint/spec-kit';
import { linesOf } from './exported';
import routes from './routes';

enableAutoUnmount(afterEach);
afterEach(closeDialogs);

const open = (path: string) => openAmong(routes, path, owner);

test('隐私 says of each category what for and how long, and leads on to every right', async () => {
  answering({
    'GET /me/privacy': () => ({ body: { holdings: [{ key: 'person', count: 1, values: [{ label: '姓名', value: '李*' }] }], offices: [], auditDays: 1095 } }),
  });
  const { page } = await open('/me/privacy');
  expect(page.text()).toContain('姓名 李*');
  expect(page.text()).toContain('用来：核对产权');
  expect(page.findAll('li a').map((each) => each.attributes('href'))).toEqual(['/me/looks', '/me/consents', '/me/phone', '/me/privacy/print', '/me/erase']);
});

test('注销 asks once more by its own name, sends the word, and leaves nothing on the phone', async () => {
  localStorage.setItem('wuye:draft:bind', '{}');
  const sent = answering({ 'POST /me/privacy/erase': () => ({ status: 204, body: undefined }) });
  const { page, router } = await open('/me/erase');
  expect(page.text()).toContain('立即删除，不能恢复');
  expect(page.text()).toContain('依法要留存的');
  await press(page, '注销');
  await settle();
  expect(sent).toHaveLength(0);
  await confirmBy('注销并删除我的信息');
  expect(sent.at(-1)).toMatchObject({ method: 'POST', body: { confirm: '注销' } });
  expect([router.currentRoute.value.path, localStorage.getItem('wuye:draft:bind'), useSession().view]).toEqual(['/erased', null, null]);
});

test('撤回同意 says what follows first; the user agreement leads to 注销', async () => {
  const at = '2026-11-20T02:00:00.000Z';
  const items = [
    { document: 'face', version: '2026-11', at, withdrawnAt: null },
    { document: 'user-agreement', version: '2026-11', at, withdrawnAt: null },
  ];
  const sent = answering({
    'GET /me/consents': () => ({ body: { items } }),
    'POST /me/consents/face/withdraw': () => ({ body: { items: [{ ...items[0], withdrawnAt: at }, items[1]] } }),
  });
  const { page, router } = await open('/me/consents');
  await press(page, '撤回同意');
  await settle();
  expect(document.querySelector('[role=alertdialog]')!.textContent).toContain('业委会或街道办线下办理');
  await confirmBy('撤回同意');
  expect(sent.at(-1)!.method).toBe('POST');
  expect(page.text()).toContain('已撤回');
  await press(page, '撤回并注销');
  await settle();
  expect(router.currentRoute.value.path).toBe('/me/erase');
});

test('谁看过我的信息 is a plain list: office, masked name, why', async () => {
  const look = {
    id: '1',
    at: '2026-11-20T02:00:00.000Z',
    action: 'complaint.contact',
    subject: 'complaint:20261120-000001',
    role: 'project_manager',
    name: '王*',
    reason: 'other',
    words: '约时间',
  };
  answering({ 'GET /me/looks': () => ({ body: { items: [look], next: null } }) });
  const { page } = await open('/me/looks');
  for (const words of ['项目经理 王*', '查看了您诉求里的电话', '诉求 20261120-000001', '原因：约时间']) expect(page.text()).toContain(words);
});

test('the file is read as lines: nothing empty, instants as moments', () => {
  const lines = linesOf(
    'identity',
    { person: { name: '李建明', certified: 'face', certifiedAt: '2026-11-20T02:00:00.000Z' }, homes: [], offices: null },
    Date.parse('2026-11-20T04:00:00Z'),
  );
  expect(lines.map(({ depth, label, value }) => `${depth} ${label} ${value}`.trim())).toEqual([
    '0 身份和房屋',
    '1 本人',
    '2 姓名 李建明',
    '2 认证方式 人脸识别',
    '2 认证时间 今天 10:00',
  ]);
});
