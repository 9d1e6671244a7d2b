import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { apiClient, call, CHEN, LI, stableToken, startSim, STRANGER } from '../test/kit.js';
import type { Sim } from './index.js';
import { ACCOUNT_TEMPLATES } from './templates.data.js';

let sim: Sim;
let pass: (ms: number) => void;
let token: string;
beforeAll(async () => ({ sim, pass } = await startSim()));
afterAll(() => sim.close());
beforeEach(async () => {
  token = await stableToken(sim);
});

const GOOD = { character_string1: '20261121-0047', thing2: '3栋2单元电梯停运', thing3: '华阳小区', time4: '2026年11月21日 18:05', phrase5: '响应超时' };
const values = (data: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { value }]));
const idOf = (title: string): string => sim.state.templates.all().find((template) => template.title === title)?.id ?? '';
const send = (more: Record<string, unknown> = {}): Promise<Record<string, unknown>> =>
  call(sim, `/cgi-bin/message/template/send?access_token=${token}`, { touser: CHEN.openid, template_id: idOf('投诉处理提醒'), data: values(GOOD), ...more });
const cards = async (slug: string): Promise<{ msgid: string; title: string; url: string; rows: object[] }[]> =>
  (await call(sim, `/sim/chat?person=${slug}`))['cards'] as never;

describe('sending a template message', () => {
  it('lays a card into the chat; co-wechat-api reads all 19 digits of the msgid', async () => {
    const url = 'http://localhost:3000/h5/say/1';
    const answer = await apiClient(sim, token).sendTemplate(CHEN.openid, idOf('投诉处理提醒'), url, undefined, values(GOOD));
    const [card] = await cards(CHEN.slug);
    expect(String(answer['msgid'])).toMatch(/^\d{19}$/);
    expect(String(answer['msgid'])).toBe(card?.msgid);
    expect(card).toMatchObject({ title: '投诉处理提醒', url, rows: expect.arrayContaining([{ key: 'thing2', label: '事项', value: '3栋2单元电梯停运' }]) });
  });

  it('writes the msgid as a bare number', async () => {
    const body = JSON.stringify({ touser: CHEN.openid, template_id: idOf('投诉处理提醒'), data: values(GOOD) });
    const response = await fetch(`${sim.url}/cgi-bin/message/template/send?access_token=${token}`, { method: 'POST', body });
    expect(await response.text()).toMatch(/^\{"errcode":0,"errmsg":"ok","msgid":34\d{17}\}$/);
  });

  it('refuses unknown people, unknown templates and people who do not follow', async () => {
    expect(await send({ touser: 'onobody' })).toMatchObject({ errcode: 40003 });
    expect(await send({ template_id: 'x' })).toMatchObject({ errcode: 40037 });
    expect(await send({ touser: STRANGER.openid })).toMatchObject({ errcode: 43004 });
    await fetch(`${sim.url}/sim/act`, { method: 'POST', body: JSON.stringify({ person: STRANGER.slug, act: 'follow' }) });
    expect(await send({ touser: STRANGER.openid })).toMatchObject({ errcode: 0 });
  });

  it('sends a client_msg_id once in ten minutes to each person', async () => {
    const before = (await cards(LI.slug)).length;
    const once = { touser: LI.openid, client_msg_id: 'outbox-1' };
    await send(once);
    pass(599_000);
    await send(once);
    expect(await cards(LI.slug)).toHaveLength(before + 1);
    pass(1000);
    await send(once);
    expect(await cards(LI.slug)).toHaveLength(before + 2);
  });

  it.each([
    ['thing2', '二'.repeat(21), 'invalid'],
    ['thing2', '两行\n字', 'invalid'],
    ['thing2', '', 'is empty'],
    ['thing2', undefined, 'is empty'],
    ['thing2', ['x'], 'invalid'],
    ['character_string1', '编号1', 'invalid'],
    ['character_string1', 'a'.repeat(33), 'invalid'],
    ['time4', '明天', 'invalid'],
    ['time4', '2026年2月30日 10:00', 'invalid'],
    ['time4', '24:00', 'invalid'],
    ['time4', '09:00～18:00', 'invalid'],
    ['phrase5', '已超时1天', 'invalid'],
    ['phrase5', '六个字太长了', 'invalid'],
  ])('answers 47003 for %s = %j', async (key, value, fault) => {
    const answer = await send({ data: values({ ...GOOD, [key]: value }) });
    expect(answer).toEqual({ errcode: 47003, errmsg: expect.stringMatching(new RegExp(`^argument invalid! data\\.${key}\\.value ${fault} rid: `)) });
  });

  it.each([
    ['thing2', '二'.repeat(20)],
    ['time4', '15:01'],
    ['time4', '2026-11-21 09:00~2026-12-22 18:00'],
    ['time4', '2026年12月8日 09:00~2026年12月22日 18:00'],
    ['phrase5', '待投票'],
  ])('takes %s = %j', async (key, value) => {
    expect(await send({ data: values({ ...GOOD, [key]: value }) })).toMatchObject({ errcode: 0 });
  });

  it('keeps the last 200 cards', async () => {
    for (let index = 0; index < 205; index += 1) sim.state.chats.add(LI.slug, { msgid: String(index), title: 't', rows: [], url: '' });
    const kept = await cards(LI.slug);
    expect([kept.length, kept.at(-1)?.msgid]).toEqual([200, '204']);
  });
});

describe('the list of templates', () => {
  it('names each template with its keywords', async () => {
    const { template_list: list } = await apiClient(sim, token).getAllPrivateTemplate();
    expect(list.map(({ title }) => title)).toEqual(ACCOUNT_TEMPLATES.map(({ title }) => title));
    expect(list.every(({ template_id: id }) => /^[\w-]{43}$/.test(id))).toBe(true);
    expect(list[3]?.content).toBe('姓名:{{thing1.DATA}}\n小区:{{thing2.DATA}}\n房屋数:{{number3.DATA}}\n时间:{{time4.DATA}}');
  });

  it('lets templates be added and removed, 25 at most', async () => {
    const api = apiClient(sim, token);
    const { template_id: id } = await api.addTemplate('46001');
    await api.delPrivateTemplate(id);
    await expect(api.delPrivateTemplate(id)).rejects.toMatchObject({ code: 40037 });
    const add = (body: object): Promise<Record<string, unknown>> => call(sim, `/cgi-bin/template/api_add_template?access_token=${token}`, body);
    expect(await add({ template_id_short: 'x' })).toMatchObject({ errcode: 40037 });
    expect(await add({ template_id_short: '46001', keyword_name_list: ['没有'] })).toMatchObject({ errcode: 40246 });
    const two = await add({ template_id_short: '46001', keyword_name_list: ['状态', '事项'] });
    expect(sim.state.templates.byId(two['template_id'])?.keywords.map(({ key }) => key)).toEqual(['phrase5', 'thing2']);
    for (let count = sim.state.templates.all().length; count < 25; count += 1) await add({ template_id_short: '46002' });
    expect(await add({ template_id_short: '46002' })).toMatchObject({ errcode: 45026 });
  });
});
