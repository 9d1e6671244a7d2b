import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Account, Appointment, markFollowing } from '../src/identity/index.js';
import { messageKinds, SmsFallback } from '../src/message/index.js';
import { runCommand } from '../src/operator/index.js';
import { needsOf } from '../src/operator/templates.js';
import { Database, newId } from '../src/platform/database/index.js';
import { OutboxSms, smsFor, SmsLedger } from '../src/platform/outbox/index.js';
import { WechatAlarms, WechatClient } from '../src/wechat/index.js';
import { castPerson, startWorld, type World } from './kit.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());

const DAY = 24 * 3_600_000;
const ledger = () => new SmsLedger(world.app.get(Database));
let owners = 10;
async function run(...words: string[]): Promise<{ status: number; said: string }> {
  const lines: string[] = [];
  const client = world.app.get(WechatClient, { strict: false });
  const status = await runCommand(words, {
    client,
    publicUrl: world.config.PUBLIC_URL,
    largestNotice: () => Promise.resolve(owners),
    resume: (errors) => world.outbox.resume(errors),
    messages: (days) => world.outbox.counts(days),
    sms: {
      resume: (days) => ledger().resume(world.clock.now(), days),
      counts: (days) => ledger().counts(new Date(world.clock.now().getTime() - days * DAY), world.clock.now()),
    },
    alarms: (days) => world.app.get(WechatAlarms).since(new Date(world.clock.now().getTime() - days * DAY)),
    follow: (openids, at) => markFollowing(world.dataSource.manager, openids, at),
    now: () => world.clock.now(),
    say: (line) => lines.push(line),
  });
  return { status, said: lines.join('\n') };
}
const template = (title: string) => world.sim.state.templates.all().find((each) => each.title === title);

describe('npm run wechat', () => {
  it('menu: what the account has, what it lacks, and ours published', async () => {
    const before = await run('menu', 'show');
    expect([before.status, before.said]).toEqual([1, expect.stringContaining('missing: 业务办理 › 物业 → http://localhost:3000/h5/')]);
    expect(await run('menu', 'publish')).toEqual({ status: 0, said: expect.stringContaining('The menu is ours.') });
    expect((await run('menu', 'show')).status).toBe(0);
  });

  it('templates: all there; one missing is named with the messages that wait for it, and added from the library', async () => {
    expect(await run('templates', 'check')).toEqual({ status: 0, said: expect.stringContaining('投诉处理提醒: is there') });
    world.sim.state.templates.remove(template('投诉处理提醒')?.id);
    const lacking = await run('templates', 'check');
    expect([lacking.status, lacking.said]).toEqual([
      1,
      expect.stringMatching(/投诉处理提醒: missing, .*complaint\.new.*46001.*诉求编号 \(character_string1\)/),
    ]);
    expect(await run('templates', 'add')).toEqual({ status: 0, said: expect.stringContaining('投诉处理提醒: added') });
  });

  it('templates: the table for operators has each as the code needs it', () => {
    const text = readFileSync('docs/operations.md', 'utf8');
    const lines = needsOf(messageKinds).map(
      ({ title, library, keywords }) => `| ${title} | ${library} | ${keywords.map(([key, label]) => `${key} ${label}`).join(', ')} |`,
    );
    expect(lines.filter((line) => !text.includes(line))).toEqual([]);
  });

  it('templates: a keyword of another type is named', async () => {
    const { id = '', keywords = [] } = template('投诉受理通知') ?? {};
    world.sim.state.templates.change(
      id,
      keywords.map((each) => (each.key === 'time3' ? { ...each, key: 'date3' } : each)),
    );
    expect(await run('templates', 'check')).toEqual({ status: 1, said: expect.stringMatching(/投诉受理通知: its keywords are .*date3.*complaint\.responded/) });
    world.sim.state.templates.change(id, keywords);
  });

  it('quota: the largest notice against what a day allows', async () => {
    expect(await run('quota')).toEqual({ status: 0, said: expect.stringMatching(/100000 a day.*\n.*10 accounts/) });
    owners = 200_000;
    expect(await run('quota')).toEqual({ status: 1, said: expect.stringContaining('more than a day allows') });
  });

  it('quota: an answer without any is said in words', async () => {
    const lines: string[] = [];
    const client = { post: () => Promise.resolve({ errcode: 0 }) } as never;
    const say = (line: string) => lines.push(line);
    expect(await runCommand(['quota'], { client, largestNotice: () => Promise.resolve(1), say } as never)).toBe(1);
    expect(lines).toEqual([expect.stringContaining('WeChat told no quota')]);
  });

  it('messages, resume: SMS are counted apart, one that waits for the operator ends with status 1, and resume takes back what failed', async () => {
    const now = world.clock.now();
    const sms = (rest: Partial<OutboxSms>): OutboxSms => ({ ...smsFor({ id: newId(now), lane: 1 }, now, now), ...rest });
    const add = (...rows: OutboxSms[]) => world.dataSource.manager.insert(OutboxSms, rows);
    await add(sms({ state: 'failed', error: 'NO_PHONE' }), sms({ state: 'sent', uncertain: 1 }), sms({}));
    const calm = await run('messages');
    expect([calm.status, calm.said]).toEqual([
      0,
      expect.stringMatching(/SMS in their place:\nfailed \(NO_PHONE\): 1\npending: 1\nsent: 1\n1 of them may have come twice/),
    ]);
    await add(sms({ state: 'parked', error: 'HTTP_401' }), sms({ state: 'parked', error: 'HTTP_401' }));
    const parked = await run('messages');
    expect([parked.status, parked.said]).toEqual([1, expect.stringContaining('parked (HTTP_401): 2')]);
    expect(await run('resume')).toEqual({ status: 0, said: expect.stringContaining('3 SMS that were parked or had failed are tried again now.') });
    expect((await run('messages')).status).toBe(0);
    await add(sms({ state: 'failed', error: 'UNREADABLE' }));
    expect((await run('messages')).status).toBe(1);
    await world.dataSource.manager.clear(OutboxSms);
  });

  it('a wrong token at the SMS gateway, as docs/operations.md walks it: alarm, parked, put right, resumed, arrived', async () => {
    world.sim.state.faults.add({ kind: 'unauthorized', errcode: -1, path: '/sim/sms', rate: 1, delay: 1 });
    const office = await world.dataSource.manager.findOneByOrFail(Appointment, {
      phoneHash: world.vault.index('person.phone', castPerson('manager-wang').phone),
    });
    const data = { no: '20261120-004712', title: '电梯', community: '华阳小区', due: '2026年11月20日 14:00' };
    const draft = { kind: 'complaint.new', subject: newId(world.clock.now()), recipient: `appointment:${office.id}`, data };
    await world.app.get(Database).transaction((tx) => world.outbox.add(tx, world.clock.now(), [draft]));
    const sms = world.app.get(SmsFallback, { strict: false });
    await sms.drain();
    expect(await run('alarms')).toEqual({ status: 1, said: expect.stringMatching(/^SMS HTTP_401 \(gateway\): last /m) });
    expect(await run('messages')).toEqual({ status: 1, said: expect.stringContaining('parked (HTTP_401): 1') });
    world.sim.state.faults.clear();
    expect((await run('resume')).said).toContain('1 SMS that were parked or had failed are tried again now.');
    await sms.drain();
    expect(await run('messages')).toEqual({ status: 0, said: expect.stringContaining('SMS in their place:\nsent: 1') });
    expect(world.sim.state.sms.messages(castPerson('manager-wang').phone).at(-1)?.text).toContain('20261120-004712');
    await world.dataSource.manager.clear(OutboxSms);
  });

  it('alarms: those of the last days, the newest first; status 1 while one is of the last day', async () => {
    const none = { status: 0, said: 'No alarms in the last 7 days.' };
    await world.dataSource.query('DELETE FROM wechat_alarm');
    expect(await run('alarms')).toEqual(none);
    expect((await run('messages')).said).not.toContain('larm');
    await world.app.get(WechatAlarms).tell({ code: '40164', path: 'cgi-bin/menu/get', detail: '203.0.113.9', means: 'not in the whitelist' });
    world.clock.advance(60_000);
    await world.app.get(WechatAlarms).tell({ code: 'SMS', path: 'HTTP_401', detail: 'gateway', means: 'token' });
    const told = await run('alarms');
    expect(told).toEqual({
      status: 1,
      said: expect.stringMatching(/^SMS HTTP_401 \(gateway\): last 2026-11-20T02:01:00.000Z, first .*\n40164 cgi-bin\/menu\/get \(203\.0\.113\.9\): last .*/),
    });
    expect((await run('messages')).said).toContain('Alarms were raised in the last 24 hours: npm run wechat -- alarms');
    world.clock.advance(DAY + 1);
    expect((await run('alarms')).status).toBe(0);
    world.clock.advance(7 * DAY);
    expect(await run('alarms')).toEqual(none);
  });

  it('followers: people who followed before anyone told us are known by page after page, and the newest word counts', async () => {
    const { dataSource, clock, sim } = world;
    const { first } = (await (
      await fetch(`${sim.url}/sim/people/bulk`, { method: 'POST', body: JSON.stringify({ count: 10_500, prefix: 'fan', following: 1 }) })
    ).json()) as { first: string };
    const openid = (index: number) => first.slice(0, 16) + String(index).padStart(12, '0');
    const at = clock.now();
    const account = (index: number, rest: Partial<Account> = {}) => ({
      ...{ id: `01FAN${String(index).padStart(21, '0')}`, openid: openid(index), personId: null, createdAt: at },
      ...{ subscribed: false, subscribedAt: null, subscriptionAt: null, ...rest },
    });
    const later = new Date(at.getTime() + 60_000);
    await dataSource.manager.insert(Account, [account(3), account(10_400), account(5, { subscriptionAt: later })]);
    const done = await run('followers', 'import');
    expect([done.status, done.said]).toEqual([0, expect.stringMatching(/^10000 of \d+ followers seen/m)]);
    const find = (index: number) => dataSource.manager.findOneByOrFail(Account, { openid: openid(index) });
    expect(await find(3)).toMatchObject({ subscribed: true, subscriptionAt: at });
    expect(await find(10_400)).toMatchObject({ subscribed: true });
    // Left after WeChat made its list.
    expect(await find(5)).toMatchObject({ subscribed: false, subscriptionAt: later });
    const from = /followers import (\S+)/.exec(done.said)?.[1] ?? '';
    expect((await run('followers', 'import', from)).said).toMatch(/ 0 newly known to follow\.$/);
    expect(await dataSource.manager.countBy(Account, { openid: openid(7) })).toBe(0);
  });

  it('tells what WeChat refuses in words, and knows no other command', async () => {
    world.sim.state.faults.add({ kind: 'ip', errcode: -1, rate: 1, delay: 1 });
    expect(await run('quota')).toEqual({ status: 1, said: expect.stringContaining('IP whitelist') });
    world.sim.state.faults.clear();
    expect(await run('menu', 'burn')).toEqual({ status: 2, said: expect.stringContaining('menu show, menu publish') });
  });
});
