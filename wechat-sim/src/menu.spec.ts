import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiClient, call, CHEN, stableToken, startSim, visit } from '../test/kit.js';
import type { Sim } from './index.js';

let sim: Sim;
let token: string;
beforeAll(async () => {
  ({ sim } = await startSim());
  token = await stableToken(sim);
});
afterAll(() => sim.close());

const click = { type: 'click', name: '点', key: 'k' };
const view = { type: 'view', name: '看', url: 'http://localhost:3000/h5/' };
const create = (body: unknown): Promise<Record<string, unknown>> => call(sim, `/cgi-bin/menu/create?access_token=${token}`, body);
const inside = (...sub: object[]): object => ({ button: [{ name: '多', sub_button: sub }] });
const phoneMenu = async (): Promise<{ name: string }[]> => {
  const page = await visit(sim, '/sim/live', { host: `${CHEN.slug}.localhost:${sim.port}` });
  return (JSON.parse(page.text) as { menu: { name: string }[] }).menu;
};

describe('the menu', () => {
  it('is published, read and removed by co-wechat-api; the phone falls back to its own', async () => {
    const api = apiClient(sim, token);
    await expect(api.getMenu()).rejects.toMatchObject({ code: 46003 });
    expect((await phoneMenu()).map(({ name }) => name)).toEqual(['信息公开', '业务办理', '政民互动']);
    await api.createMenu({ button: [click, { name: '业务', sub_button: [view] }] });
    expect((await api.getMenu()).menu.button).toEqual([
      { ...click, sub_button: [] },
      { name: '业务', sub_button: [{ ...view, sub_button: [] }] },
    ]);
    expect((await phoneMenu()).map(({ name }) => name)).toEqual(['点', '业务']);
    await api.removeMenu();
    expect(await phoneMenu()).toHaveLength(3);
  });

  it.each([
    [40016, { button: [] }],
    [40016, { button: [click, click, click, click] }],
    [40017, { button: [{ name: '空' }] }],
    [40018, { button: [{ ...click, name: '六个汉字太长' }] }],
    [40019, { button: [{ ...click, key: 'k'.repeat(129) }] }],
    [40020, { button: [{ ...view, url: `http://x/${'a'.repeat(1024)}` }] }],
    [40023, inside(view, view, view, view, view, view)],
    [40024, inside({ name: '空' })],
    [40025, inside({ ...view, name: '名'.repeat(21) })],
    [40026, inside({ ...click, key: '' })],
    [40027, inside({ ...view, url: '' })],
    [40054, inside({ ...view, url: 'weixin.qq.com' })],
    [40055, { button: [{ ...view, url: 'javascript:1' }] }],
    [40033, '{"button":[{"type":"click","name":"\\u4e1a","key":"k"}]}'],
    [47001, 'x'],
  ])('answers %d', async (errcode, body) => expect(await create(body)).toMatchObject({ errcode }));
});
