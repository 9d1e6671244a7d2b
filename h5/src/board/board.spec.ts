import type { BoardView } from '@wuye/shared/board';
import { chengdu, huizhou, type Policy } from '@wuye/shared/policy';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils';
import { answering, openAmong, press, problem, settle } from '../app/spec-kit';
import { staff } from '../complaint/spec-kit';
import { forgetPromises } from '../policy/promise';
import routes from './routes';
import { hangingLook } from './words';

enableAutoUnmount(afterEach);
beforeEach(() => {
  sessionStorage.clear();
  document.body.innerHTML = '';
});

const ID = '01AAAAAAAAAAAAAAAAAAAAAAAA';
const PATH = `/communities/${ID}/board`;
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>';
const DAY = 86_400_000;
const soon = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
const line = (level: 'project' | 'company' | 'bureau', phone: string | null) => ({
  level,
  name: '禾木物业',
  phone,
  from: phone && '09:00',
  to: phone && '18:00',
  suggested: '028-80005000',
});

const board = (change: Partial<BoardView> = {}): BoardView => ({
  id: ID,
  name: '华阳小区',
  districtName: '武侯区',
  address: '华阳路 1 号',
  companyName: '禾木物业',
  servicePhone: '028-80005000',
  words: {
    title: '成都市“物业小区问题马上解决”公示牌',
    phones: '物业服务三级投诉电话',
    guide: '业主投诉指引',
    guides: ['（一）'],
    pledge: '物业服务企业承诺',
    promise: '不超过4小时',
    seal: '监制',
  },
  lines: [line('project', '028-81110001'), line('company', '400-800-1234'), line('bureau', '028-85293449')],
  missing: '',
  version: 3,
  bureauVersion: 0,
  url: 'https://example.org/q/a',
  svg: SVG,
  follow: { svg: null, reason: null, retryAt: null },
  hanging: { edition: 1, from: soon(-1), dueAt: soon(2), hungAt: null, pictures: [] },
  ...change,
});

const open = async (path = `/c/${ID}/board`, session = staff('project_manager')): Promise<VueWrapper> => (await openAmong(routes, path, session)).page;
const buttons = (page: VueWrapper): string[] => page.findAll('button').map((each) => each.text());

test('the board shows the three phones with their hours, and is printed, saved and downloaded', async () => {
  answering({ [`GET ${PATH}`]: () => ({ body: board() }) });
  const page = await open();
  const paper = page.get('article').text();
  for (const part of ['公示牌', '物业服务项目', '028-81110001', '接听时间：09:00-18:00', '400-800-1234', '028-85293449', '不超过4小时', '监制'])
    expect(paper).toContain(part);
  expect(buttons(page)).toEqual(expect.arrayContaining(['打印', '保存图片']));
  expect(page.get('[aria-label="下载公示牌 A3"]').text()).toBe('A3');
  expect(page.get('a[href$="/poster"]').text()).toBe('二维码海报');
});

test('a missing phone blocks the paper and says who fills it in', async () => {
  const missing = '还没有填物业服务企业的投诉电话，请企业负责人或项目经理填写。';
  answering({ [`GET ${PATH}`]: () => ({ body: board({ missing, lines: [line('project', '12345'), line('company', null), line('bureau', '12345')] }) }) });
  const page = await open();
  expect(page.text()).toContain(missing);
  expect(page.get('article').text()).toContain('还没有填');
  expect(buttons(page)).not.toContain('打印');
  expect(page.find('[aria-label="下载公示牌 A4"]').exists()).toBe(false);
  expect(page.find('[aria-label="下载二维码海报 A4"]').exists()).toBe(true);
});

test('the form begins with the phone of the base data, asks for hours, and leaves an empty line to others', async () => {
  const views = [board({ lines: [line('project', null), line('company', null), line('bureau', '12345')], version: 0, missing: '还没有填' }), board()];
  const sent = answering({ [`GET ${PATH}`]: () => ({ body: views.shift() }), [`PUT ${PATH}`]: () => ({ body: { version: 1 } }) });
  const page = await open();
  await press(page, '填写投诉电话');
  await settle();
  const sheet = document.querySelector('[role=dialog]') as HTMLElement;
  const inputs = (type: string) => [...sheet.querySelectorAll<HTMLInputElement>(`input[type=${type}]`)];
  const type = (input: HTMLInputElement | undefined, value: string) => {
    if (!input) throw new Error('no such field');
    input.value = value;
    input.dispatchEvent(new Event('input'));
  };
  const save = () => [...sheet.querySelectorAll('button')].find((each) => each.textContent?.trim() === '保存')?.click();
  expect(inputs('tel').map(({ value }) => value)).toEqual(['028-80005000', '028-80005000']);
  save();
  await settle();
  expect(sheet.textContent).toContain('请选接听时间');
  expect(sent.filter(({ method }) => method === 'PUT')).toEqual([]);
  type(inputs('tel')[1], '');
  const always = inputs('checkbox')[0] as HTMLInputElement;
  always.checked = true;
  always.dispatchEvent(new Event('change'));
  await settle();
  save();
  await settle();
  expect(sent.find(({ method }) => method === 'PUT')).toMatchObject({
    body: { version: 0, project: { phone: '028-80005000', from: '00:00', to: '24:00' }, company: null },
    key: expect.any(String),
  });
  expect(document.querySelector('[role=dialog]')).toBeNull();
  expect(buttons(page)).toContain('打印');
});

test('the term of hanging cites the notice of the city that sets it, and nothing elsewhere', async () => {
  const read = async (policy: Policy): Promise<string> => {
    forgetPromises();
    answering({ [`GET ${PATH}`]: () => ({ body: board() }), 'GET /policy': () => ({ body: { ...policy, version: 0, years: [] } }) });
    return (await open()).text();
  };
  expect(await read(huizhou)).toContain('3 个工作日内张贴。依据：惠州市住建局 2026年4月10日通知 三');
  const elsewhere = await read(chengdu);
  expect(elsewhere).toContain('3 个工作日内张贴。');
  expect(elsewhere).not.toMatch(/依据|惠州/);
});

test('张贴照片 wants a photo, and the term is said in words', async () => {
  answering({ [`GET ${PATH}`]: () => ({ body: board() }) });
  const page = await open();
  expect(page.text()).toContain('还剩');
  await press(page, '提交张贴照片');
  expect(page.text()).toContain('请拍一张张贴后的照片');
  const now = Date.parse('2026-11-26T02:00:00.000Z');
  const look = (dueAt: string | null, hungAt: string | null = null) => hangingLook({ dueAt, hungAt }, now);
  expect(look('2026-11-25T16:00:00.000Z')).toMatchObject({ kind: 'overdue', tag: '已超时 10小时' });
  expect(look('2026-11-25T16:00:00.000Z', '2026-11-24T02:00:00.000Z')).toMatchObject({ kind: 'good', tag: '已张贴' });
  expect(look(null)).toMatchObject({ kind: 'idle', tag: '待定' });
});

test('a server without a font says so, and printing stays', async () => {
  answering({ [`GET ${PATH}`]: () => ({ body: board() }) });
  const page = await open();
  const body = problem('BOARD.NO_FONT', '服务器没有安装中文字体，暂时不能生成 PDF。', 503);
  globalThis.fetch = jest.fn<typeof fetch>().mockResolvedValue({ ok: false, status: 503, text: () => Promise.resolve(JSON.stringify(body)) } as Response);
  await page.get('[aria-label="下载公示牌 A4"]').trigger('click');
  await settle();
  expect(page.text()).toContain('服务器没有安装中文字体');
  expect(buttons(page)).toContain('打印');
});

test('who oversees sees what is overdue first, each leading to its board', async () => {
  const row = { id: ID, name: '华阳小区', districtName: '武侯区', companyName: '禾木物业', edition: 1, dueAt: soon(-1), hungAt: null };
  const sent = answering({ 'GET /boards?state=overdue': () => ({ body: { items: [row], next: null } }) });
  const page = await open('/boards', staff('district_officer'));
  expect(sent).toHaveLength(1);
  expect(page.get(`a[href="/c/${ID}/board"]`).text()).toContain('已超时');
});
