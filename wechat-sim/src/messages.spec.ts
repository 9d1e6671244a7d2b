import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { act, apiClient, call, chat, CHEN, LI, stableToken, startSim, STRANGER } from '../test/kit.js';
import type { Sim } from './index.js';

let sim: Sim;
let pass: (ms: number) => void;
let token: string;
beforeAll(async () => {
  ({ sim, pass } = await startSim());
  token = await stableToken(sim);
});
afterAll(() => sim.close());

const HOURS = 3_600_000;
const custom = async (body: object): Promise<Record<string, unknown>> => {
  token = await stableToken(sim);
  return call(sim, `/cgi-bin/message/custom/send?access_token=${token}`, body);
};
const text = (touser: string, content = '您好'): object => ({ touser, msgtype: 'text', text: { content } });

describe('a message of the account’s own', () => {
  it('may be sent for 48 hours after the person did something', async () => {
    expect(await custom(text(CHEN.openid))).toMatchObject({ errcode: 45015 });
    await act(sim, CHEN, 'say', { text: '在吗' });
    pass(48 * HOURS);
    expect(await custom(text(CHEN.openid))).toMatchObject({ errcode: 0 });
    pass(1);
    expect(await custom(text(CHEN.openid))).toMatchObject({ errcode: 45015 });
    await act(sim, CHEN, 'press', { type: 'click', key: 'k' });
    expect(await custom(text(CHEN.openid))).toMatchObject({ errcode: 0 });
    await act(sim, CHEN, 'unfollow');
    expect(await custom(text(CHEN.openid))).toMatchObject({ errcode: 45015 });
  });

  it('is a text or one article, by co-wechat-api', async () => {
    await act(sim, LI, 'say', { text: '在吗' });
    token = await stableToken(sim);
    const api = apiClient(sim, token);
    await api.sendText(LI.openid, '请看');
    await api.sendNews(LI.openid, [{ title: '指南', description: '怎么办', url: 'http://localhost:3000/h5/', picurl: '' }]);
    expect((await chat(sim, LI)).messages.slice(1)).toMatchObject([
      { by: 'account', text: '请看' },
      { kind: 'news', articles: [{ title: '指南' }] },
    ]);
    expect((await chat(sim, LI)).unread).toBe(2);
  });

  it.each([
    [40003, { ...text('x') }],
    [40008, { touser: LI.openid, msgtype: 'wxcard' }],
    [44004, text(LI.openid, '')],
    [45002, text(LI.openid, '长'.repeat(683))],
    [44003, { touser: LI.openid, msgtype: 'news', news: { articles: [] } }],
    [45008, { touser: LI.openid, msgtype: 'news', news: { articles: [{ title: '一' }, { title: '二' }] } }],
  ])('is refused with %d', async (errcode, body) => expect(await custom(body)).toMatchObject({ errcode }));
});

describe('a subscription message', () => {
  const VALUES = { character_string1: '1', thing2: '停水', time3: '15:01', phrase4: '已受理' };
  const template = (): string => sim.state.templates.all()[1]?.id ?? '';
  const send = async (more: object = {}): Promise<Record<string, unknown>> => {
    token = await stableToken(sim);
    const data = Object.fromEntries(Object.entries(VALUES).map(([key, value]) => [key, { value }]));
    return call(sim, `/cgi-bin/message/subscribe/bizsend?access_token=${token}`, {
      touser: STRANGER.openid,
      template_id: template(),
      page: 'http://localhost:3000/h5/',
      data,
      ...more,
    });
  };

  it('goes once for each time that the person agreed, following or not', async () => {
    expect(await send()).toMatchObject({ errcode: 43101 });
    await call(sim, '/sim/consents', { person: STRANGER.slug, template_id: template(), count: 2 });
    expect(await send()).toEqual({ errcode: 0, errmsg: 'ok' });
    await call(sim, '/sim/behaviour', { person: STRANGER.slug, messages: 'refuse' });
    expect(await send()).toMatchObject({ errcode: 43101 });
    await call(sim, '/sim/behaviour', { person: STRANGER.slug, messages: 'normal' });
    expect(await send()).toMatchObject({ errcode: 0 });
    expect(await send()).toMatchObject({ errcode: 43101 });
    expect((await chat(sim, STRANGER)).cards).toMatchObject([{ title: '投诉受理通知' }, { title: '投诉受理通知' }]);
  });

  it('keeps the keywords’ rules', async () => {
    expect(await send({ touser: 'x' })).toMatchObject({ errcode: 40003 });
    expect(await send({ template_id: 'x' })).toMatchObject({ errcode: 40037 });
    expect(await send({ data: {} })).toMatchObject({ errcode: 47003 });
    expect(await call(sim, '/sim/consents', { person: 'nobody', template_id: 'x' })).toHaveProperty('error');
  });
});

describe('a template changed in the console', () => {
  const send = async (data: object): Promise<Record<string, unknown>> => {
    token = await stableToken(sim);
    return call(sim, `/cgi-bin/message/template/send?access_token=${token}`, { touser: LI.openid, template_id: id, data });
  };
  let id = '';

  it('refuses the values that were right before, and is gone when removed', async () => {
    id = sim.state.templates.all().find(({ title }) => title === '身份绑定成功通知')?.id ?? '';
    const data = { thing1: { value: '陈*' }, thing2: { value: '华阳小区' }, number3: { value: '2' }, time4: { value: '15:01' } };
    expect(await send(data)).toMatchObject({ errcode: 0 });
    const changed = await call(sim, '/sim/templates', { title: '身份绑定成功通知', keywords: [{ key: 'name1', label: '姓名' }] });
    expect(changed).toMatchObject({ template_id: id, template: { keywords: [{ key: 'name1' }] } });
    expect(await send(data)).toMatchObject({ errcode: 47003, errmsg: expect.stringContaining('data.name1.value is empty') });
    await call(sim, '/sim/templates', { template_id: id });
    expect(await send(data)).toMatchObject({ errcode: 40037 });
    expect(await call(sim, '/sim/templates', { title: '没有' })).toHaveProperty('error');
  });
});
