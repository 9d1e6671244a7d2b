import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Account, markFollowing } from '../src/identity/index.js';
import { messageKinds } from '../src/message/index.js';
import { runCommand } from '../src/operator/index.js';
import { needsOf } from '../src/operator/templates.js';
import { WechatClient } from '../src/wechat/index.js';
import { startWorld, type World } from './kit.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());

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
