import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { accountServer, call, chat, CHEN, LI, stableToken, startSim, until, type AccountServer } from '../test/kit.js';
import type { Sim } from './index.js';
import { element } from './xml.js';

let sim: Sim;
let account: AccountServer;
let token: string;
beforeAll(async () => {
  account = await accountServer();
  ({ sim } = await startSim({ callbackUrl: account.url, callbackMode: 'plain', callbacks: true, callbackGap: 5 }));
  token = await stableToken(sim);
  await call(sim, '/sim/results', { delay: 0 });
});
afterAll(async () => {
  await sim.close();
  await account.close();
});
afterEach(async () => {
  await fetch(`${sim.url}/sim/results`, { method: 'DELETE' });
  await call(sim, '/sim/results', { delay: 0 });
  await call(sim, '/sim/behaviour', { person: CHEN.slug, messages: 'normal' });
  account.got = [];
});

const VALUES = { character_string1: '1', thing2: '停水', thing3: '华阳小区', time4: '15:01', phrase5: '已受理' };
const send = (who = CHEN): Promise<Record<string, unknown>> =>
  call(sim, `/cgi-bin/message/template/send?access_token=${token}`, {
    touser: who.openid,
    template_id: sim.state.templates.all()[0]?.id,
    data: Object.fromEntries(Object.entries(VALUES).map(([key, value]) => [key, { value }])),
  });
const told = (): { id?: string; status?: string; to?: string }[] =>
  account.got
    .filter(({ body }) => body.includes('TEMPLATESENDJOBFINISH'))
    .map(({ body }) => ({ id: element(body, 'MsgID'), status: element(body, 'Status'), to: element(body, 'FromUserName') }));

describe('the result of a template message', () => {
  it('comes some time later with the 19 digits of its message', async () => {
    await chat(sim, CHEN);
    await send();
    await until(() => told().length === 1);
    const card = (await chat(sim, CHEN)).cards.at(-1);
    expect(told()).toEqual([{ id: card?.['msgid'], status: 'success', to: CHEN.openid }]);
    expect(told()[0]?.id).toMatch(/^\d{19}$/);
    expect(card).toMatchObject({ delivery: 'success' });
  });

  it.each([
    ['block', 'failed:user block', 'user block'],
    ['system', 'failed: system failed', 'system failed'],
  ])('is the person’s own: %s', async (messages, status, delivery) => {
    await call(sim, '/sim/behaviour', { person: CHEN.slug, messages });
    await send();
    await until(() => told().length === 1);
    expect(told()[0]).toMatchObject({ status });
    expect((await chat(sim, CHEN)).cards.at(-1)).toMatchObject({ delivery });
  });

  it('is written in odd ways, comes twice, contradicts itself', async () => {
    await call(sim, '/sim/results', { status: 'user block', odd: 1, duplicates: 1, contradictions: 1, reorder: true, delay: 1 });
    await send();
    await until(() => told().length === 3);
    const plain = told().map(({ status }) => status?.toLowerCase().replace(/\s/g, ''));
    expect([...plain].sort()).toEqual(['failed:userblock', 'failed:userblock', 'success']);
    expect(told().every(({ status }) => status !== 'failed:user block')).toBe(true);
    expect(new Set(told().map(({ id }) => id)).size).toBe(1);
  });

  it('may never come', async () => {
    await call(sim, '/sim/behaviour', { openid: CHEN.openid, messages: 'lost' });
    await send();
    await send(LI);
    await until(() => told().length === 1);
    expect(told()[0]?.to).toBe(LI.openid);
    await call(sim, '/sim/results', { lost: 1 });
    await send(LI);
    expect((await chat(sim, LI)).cards.at(-1)).toMatchObject({ delivery: 'waiting' });
  });

  it('is set within limits', async () => {
    expect(await call(sim, '/sim/results', { odd: 2 })).toHaveProperty('error');
    expect(await call(sim, '/sim/results', { status: 'gone' })).toHaveProperty('error');
    expect(await call(sim, '/sim/behaviour', { person: CHEN.slug, messages: 'x' })).toHaveProperty('error');
    expect(await call(sim, '/sim/results')).toMatchObject({ delay: 0, status: 'success' });
  });
});

describe('a refusal', () => {
  it.each([
    ['refuse', 43101],
    ['restricted', 43116],
    ['marketing', 40249],
  ])('“%s” is told when sending: %d', async (messages, errcode) => {
    await call(sim, '/sim/behaviour', { person: CHEN.slug, messages });
    expect(await send()).toMatchObject({ errcode });
  });
});
