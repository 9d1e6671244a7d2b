import type { PosterView } from '@wuye/shared/community';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils';
import { answering, closeDialogs, openAmong, press, problem, settle } from '../app/spec-kit';
import { staff } from '../complaint/spec-kit';
import { useConfirming } from '../kit/http';
import { askConfirm } from '../security/confirm';
import routes from './routes';

enableAutoUnmount(afterEach);
beforeEach(() => sessionStorage.clear());
afterEach(closeDialogs);

const PATH = '/communities/c1/poster';
const picture = (word: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>${word}</title></svg>`;
const none = { svg: null, reason: null, retryAt: null };
const made = { svg: picture('follow'), reason: null, retryAt: null };
const view = (change: Partial<PosterView> = {}): PosterView => ({
  id: 'c1',
  name: '华阳小区',
  districtName: '',
  address: '',
  companyName: '禾木物业',
  servicePhone: '028-1234',
  url: 'https://wuye.example.gov.cn/q/x',
  svg: picture('direct'),
  version: 3,
  follow: made,
  ...change,
});
const codes = (page: VueWrapper) => page.findAll('article img').map((each) => /<title>(\w+)/.exec(decodeURIComponent(each.attributes('src') ?? ''))?.[1]);
const labels = (page: VueWrapper) => page.findAll('article figcaption').map((each) => each.text());
const inDialog = (words: string) => [...document.querySelectorAll<HTMLElement>('button')].find((each) => each.textContent?.trim() === words);
const open = async () => (await openAmong(routes, '/c/c1/poster', staff('project_manager'))).page;

test('two codes stand side by side, each with what it is for, and the edition at the foot', async () => {
  const sent = answering({ [`GET ${PATH}`]: () => ({ body: view() }) });
  const page = await open();
  expect(codes(page)).toEqual(['direct', 'follow']);
  expect(labels(page)).toEqual(['扫码直接反映', '扫码关注后反映、收通知']);
  expect(page.get('article').text()).toContain('禾木物业 · 第 3 版');
  expect(sent).toHaveLength(1);
});

test('one that was never asked for is asked for once, and put beside the first', async () => {
  const sent = answering({ [`GET ${PATH}`]: () => ({ body: view({ follow: none }) }), [`POST ${PATH}/follow`]: () => ({ body: made }) });
  const page = await open();
  expect(codes(page)).toEqual(['direct', 'follow']);
  expect(sent.map(({ method }) => method)).toEqual(['GET', 'POST']);
});

test('without it the poster stands with one code, the reason is said, and trying again waits for its time', async () => {
  const refused = { svg: null, reason: 'not_permitted' as const, retryAt: new Date(Date.now() - 1000).toISOString() };
  const sent = answering({ [`GET ${PATH}`]: () => ({ body: view({ follow: refused }) }), [`POST ${PATH}/follow`]: () => ({ body: made }) });
  const page = await open();
  expect([codes(page), labels(page)]).toEqual([['direct'], []]);
  expect(page.text()).toContain('公众号没有带参数二维码的权限');
  expect(sent).toHaveLength(1);
  await press(page, '再试一次');
  expect(codes(page)).toEqual(['direct', 'follow']);
  page.unmount();
  answering({ [`GET ${PATH}`]: () => ({ body: view({ follow: { ...refused, reason: 'quota', retryAt: new Date(Date.now() + 3_600_000).toISOString() } }) }) });
  const later = await open();
  expect(later.text()).toContain('起可以再试');
  expect(later.findAll('button').map((each) => each.text())).not.toContain('再试一次');
});

test('换新二维码 asks why, says what follows and that nothing brings it back, and then shows the new one', async () => {
  const views = [view(), view({ version: 4, follow: none })];
  const sent = answering({
    [`GET ${PATH}`]: () => ({ body: views.shift() }),
    [`POST ${PATH}/replace`]: () => ({ body: { version: 4 } }),
    [`POST ${PATH}/follow`]: () => ({ body: made }),
  });
  const page = await open();
  await press(page, '换新二维码');
  const sheet = document.querySelector('[role=dialog]') as HTMLElement;
  const send = () => [...sheet.querySelectorAll('button')].find((each) => each.textContent?.trim() === '换新二维码');
  send()?.click();
  await settle();
  expect(sheet.textContent).toContain('请选为什么换新二维码。');
  const choice = sheet.querySelector<HTMLInputElement>('input[value=covered]') as HTMLInputElement;
  choice.checked = true;
  choice.dispatchEvent(new Event('change'));
  send()?.click();
  await settle();
  const dialog = document.querySelector('[role=alertdialog]') as HTMLElement;
  expect(dialog.textContent).toContain('旧海报上的二维码立即失效，需重新打印张贴。');
  expect(dialog.textContent).toContain('不能撤回');
  expect(sent).toHaveLength(1);
  inDialog('换新二维码，旧海报作废')?.click();
  await settle();
  expect(sent.find(({ path }) => path.endsWith('/replace'))).toMatchObject({ body: { version: 3, reason: 'covered' }, key: expect.any(String) });
  expect(page.get('article').text()).toContain('第 4 版');
  expect(codes(page)).toEqual(['direct', 'follow']);
  expect(document.querySelector('[role=dialog]')).toBeNull();
});

test('when somebody else was faster, that is said and nothing is sent again', async () => {
  const taken = problem('COMMUNITY.POSTER_REPLACED', '刚刚有人换过这个小区的二维码，请刷新后看新的公示牌。', 409);
  answering({ [`GET ${PATH}`]: () => ({ body: view() }), [`POST ${PATH}/replace`]: () => ({ status: 409, body: taken }) });
  const page = await open();
  await press(page, '换新二维码');
  const sheet = document.querySelector('[role=dialog]') as HTMLElement;
  const choice = sheet.querySelector<HTMLInputElement>('input[value=lost]') as HTMLInputElement;
  choice.checked = true;
  choice.dispatchEvent(new Event('change'));
  [...sheet.querySelectorAll('button')].find((each) => each.textContent?.trim() === '换新二维码')?.click();
  await settle();
  inDialog('换新二维码，旧海报作废')?.click();
  await settle();
  expect(sheet.textContent).toContain('刚刚有人换过这个小区的二维码');
});

test('those above the manager prove that it is them first: the same request goes again, and Esc closes the upper sheet alone', async () => {
  let proved = false;
  const state = { confirmedUntil: null, phone: '138****0105', authenticator: true };
  const sent = answering({
    [`GET ${PATH}`]: () => ({ body: view() }),
    [`POST ${PATH}/replace`]: () =>
      proved ? { body: { version: 4 } } : { status: 403, body: problem('ACCESS.CONFIRM', '这一步要先确认是您本人，请输入短信验证码或动态口令。', 403) },
    'GET /session/confirm': () => ({ body: state }),
    'POST /session/confirm': () => {
      proved = true;
      return { body: { ...state, confirmedUntil: '2026-11-20T02:15:00.000Z' } };
    },
  });
  useConfirming(askConfirm);
  const page = await open();
  await press(page, '换新二维码');
  const sheets = () => [...document.querySelectorAll<HTMLElement>('[role=dialog]')];
  const choice = sheets()[0]?.querySelector<HTMLInputElement>('input[value=covered]') as HTMLInputElement;
  choice.checked = true;
  choice.dispatchEvent(new Event('change'));
  const ask = async () => {
    [...(sheets()[0]?.querySelectorAll('button') ?? [])].find((each) => each.textContent?.trim() === '换新二维码')?.click();
    await settle();
    inDialog('换新二维码，旧海报作废')?.click();
    await settle();
  };
  await ask();
  expect(sheets()).toHaveLength(2);
  expect(sheets()[1]?.textContent).toContain('请确认是您本人');
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
  await settle();
  expect(sheets()).toHaveLength(1);
  expect(sheets()[0]?.textContent).toContain('这一步要先确认是您本人');
  await ask();
  const code = sheets()[1]?.querySelector('input[inputmode=numeric]') as HTMLInputElement;
  code.value = '123456';
  code.dispatchEvent(new Event('input'));
  sheets()[1]?.querySelector('form')?.dispatchEvent(new Event('submit'));
  await settle();
  const tries = sent.filter(({ path }) => path.endsWith('/replace'));
  expect(tries).toHaveLength(3);
  expect(tries[1]?.key).toBe(tries[2]?.key);
  expect(sheets()).toEqual([]);
});
