/* eslint-disable @typescript-eslint/no-explicit-any -- documents that are wrong on purpose have no type */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { policyFaults } from './faults.js';
import { completed, type Policy, policyDocument } from './policy.js';
import { chengdu, POLICIES } from './presets.js';
import { linesOfPolicy, policyChanges } from './words.js';

const SUPPLEMENT = { clock: 'close', ground: 'supplement', name: '等业主补充情况', longest: { unit: 'working-days', days: 2 }, source: '示例市通知 三' };

type Writable = { -readonly [K in keyof Policy]: Policy[K] };
const edited = (change: (policy: Record<string, any>) => void): Policy => {
  const copy = JSON.parse(JSON.stringify(chengdu)) as Writable;
  change(copy);
  return copy;
};
const said = (change: (policy: Record<string, any>) => void): string[] => policyFaults(edited(change)).map(({ at, words }) => `${at}：${words}`);

describe('faults of a document', () => {
  it.each([...POLICIES.values()])('$key has none', (policy) => {
    expect(policyFaults(policy)).toEqual([]);
    expect(policyFaults(JSON.parse(JSON.stringify(policy)))).toEqual([]);
  });

  it.each<[string, (policy: any) => void]>([
    ['时限 › 响应 › 时长 › 工作时间内：不能少于 1', (p) => (p.clocks.respond.limit.inWorkingTime = 0)],
    ['时限 › 响应 › 时长 › 工作时间内：请填写整数', (p) => (p.clocks.respond.limit.inWorkingTime = 1.5)],
    ['时限 › 响应 › 时长 › 非工作时间：不能多于 240', (p) => (p.clocks.respond.limit.otherwise = 241)],
    ['时限 › 办结 › 时长 › 天数：请填写整数', (p) => (p.clocks.close.limit.days = '2')],
    ['时限 › 响应 › 告诉业主的话：要写上 {due}', (p) => (p.clocks.respond.sentence = '{from} 收到')],
    ['时限 › 响应 › 告诉业主的话：{deu} 没有内容可填', (p) => (p.clocks.respond.sentence = '{from} {due} {deu}')],
    ['时限 › 响应 › 告诉业主的话：有不能识别的字符，请重新输入', (p) => (p.clocks.respond.sentence = '{from}\u202e {due}')],
    ['时限 › 办结：按工作时间或工作日计算的时限，话里没有 {worktime} 可填', (p) => (p.clocks.close.sentence = '{from} 收到，{worktime}，{due} 前')],
    ['约定办结 › 告诉业主的话：{limit} 没有内容可填', (p) => (p.agreed.sentence = '{limit} {due} 前')],
    ['超时升级 › 响应 › 第 3 项 › 告诉业主的话：{from} {limit} 没有内容可填', (p) => (p.ladders.respond[2].sentence = '{from} {limit} {due} 前')],
    [
      '超时升级 › 响应：到期时至少要有一级，不然超时没有人知道',
      (p) => (p.ladders.respond = p.ladders.respond.filter(({ beforeHours }: { beforeHours: number }) => beforeHours > 0)),
    ],
    ['工作时间 › 第 1 项：开始时间要早于结束时间', (p) => (p.workingTime[0].to = '08:00')],
    ['工作时间 › 第 1 项 › 开始：时间写成 09:00 的样子', (p) => (p.workingTime[0].from = '9点')],
    ['工作时间：各段要按先后排列，不能重叠', (p) => (p.workingTime[1].from = '11:00')],
    ['工作时间：不能少于 1', (p) => (p.workingTime = [])],
    ['时限：至少有一项从收到诉求起算', (p) => (p.clocks.respond.starts = [])],
    ['分类处置 › 一般问题：没有“受理登记”这一时限', (p) => (p.classes.simple = 'accept')],
    ['超时升级 › 办结：至少要有一级，不然超时没有人知道', (p) => delete p.ladders.close],
    ['超时升级 › 受理登记：没有对应的时限', (p) => (p.ladders.accept = p.ladders.close)],
    ['超时升级 › 响应：后一级不能低于前一级', (p) => p.ladders.respond.reverse()],
    ['超时升级 › 响应 › 第 2 项 › 通知：不能少于 1', (p) => (p.ladders.respond[1].to = [])],
    ['超时升级 › 响应 › 超时预警：业主不能处理超时', (p) => (p.ladders.respond[1].to = ['owner'])],
    ['红黑榜 › 解决率：黑榜的标准不能高于红榜', (p) => (p.lists.black.resolution = 99)],
    ['红黑榜 › 红榜 › 满意率：不能多于 100', (p) => (p.lists.red.satisfaction = 101)],
    ['其他渠道 › 第 1 项 › 名称：至少 2 个字', (p) => (p.channels[0].name = '')],
    ['超时升级 › 市督促办结：至少要有一级，不然超时没有人知道', (p) => (p.ladders.urged = [])],
    ['超时升级 › 响应 › 第 1 项 › 步骤：不是可以填写的内容', (p) => (p.ladders.respond[0].step = 'shout')],
    ['暂停计时 › 第 1 项：响应时限不管是不是工作时间都在算，不能暂停', (p) => (p.pauses = [{ ...SUPPLEMENT, clock: 'respond' }])],
    ['暂停计时 › 第 1 项：没有“告知渠道”这一时限', (p) => (p.pauses = [{ ...SUPPLEMENT, clock: 'explain' }])],
    ['暂停计时 › 第 2 项：办结时限的“等业主补充”写了两次', (p) => (p.pauses = [SUPPLEMENT, { ...SUPPLEMENT, name: '再等一次' }])],
    [
      '暂停计时 › 第 1 项 › 最长时间：最长时间要按工作小时或工作日算',
      (p) => (p.pauses = [{ ...SUPPLEMENT, longest: { unit: 'elapsed-hours', inWorkingTime: 4, otherwise: 8 } }]),
    ],
    ['暂停计时 › 第 1 项 › 依据：至少 2 个字', (p) => (p.pauses = [{ ...SUPPLEMENT, source: '' }])],
    ['暂停计时 › 第 1 项 › 时限：不是可以填写的内容', (p) => (p.pauses = [{ ...SUPPLEMENT, clock: 'agreed' }])],
    ['整份规则：有规则里没有的内容', (p) => (p.more = 1)],
    ['约定办结：请填写', (p) => delete p.agreed],
  ])('%s', (words, change) => {
    expect(said(change)).toContain(words);
  });

  it('a version of before, without pauses, may be saved again and says nothing of them', () => {
    const { urged: _urged, ...ladders } = chengdu.ladders;
    const before = { ...chengdu, pauses: undefined, ladders };
    expect(policyFaults(before)).toEqual([]);
    const { pauses: _pauses, ...saved } = before;
    expect(completed(saved)).toEqual(chengdu);
    expect(completed(policyDocument.parse(before))).toEqual(chengdu);
  });

  it('a pause is said in words, and so is its change', () => {
    const after = edited((p) => (p.pauses = [SUPPLEMENT]));
    expect(linesOfPolicy(chengdu).get('暂停计时')).toBe('都不能暂停');
    expect(policyChanges(chengdu, after)).toEqual([
      { part: '暂停计时', from: '都不能暂停', to: '1 种情况' },
      { part: '暂停计时 › 办结 › 等业主补充', from: '', to: '等业主补充情况' },
      { part: '暂停计时 › 办结 › 等业主补充 › 最长时间', from: '', to: '2 个工作日' },
      { part: '暂停计时 › 办结 › 等业主补充 › 依据', from: '', to: '示例市通知 三' },
    ]);
  });

  it('whatever is sent is answered in words, never with its content', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('key', 'clocks', 'ladders', '__proto__', 'lists'), fc.jsonValue())), (document) => {
        const faults = policyFaults(document);
        expect(faults.length).toBeGreaterThan(0);
        for (const { words } of faults) expect(words).toMatch(/\p{Script=Han}/u);
      }),
    );
  });
});

describe('differences in words', () => {
  it('says what was and what will be', () => {
    const after = edited((policy) => {
      policy['clocks'].respond.limit = { unit: 'elapsed-hours', inWorkingTime: 2, otherwise: 8 };
      policy['lists'].minCases = 30;
      policy['ladders'].respond.splice(0, 1);
    });
    expect(policyChanges(chengdu, after)).toEqual([
      { part: '响应时限', from: '工作时间 4 小时，非工作时间 8 小时', to: '工作时间 2 小时，非工作时间 8 小时' },
      { part: '响应超时升级', from: expect.stringMatching(/^到期提醒 → /), to: expect.stringMatching(/^超时预警 → /) },
      { part: '响应超时升级 › 到期提醒', from: '到期前 1 小时', to: '' },
      { part: '响应超时升级 › 到期提醒 › 处理时限', from: '不另设', to: '' },
      { part: '响应超时升级 › 到期提醒 › 通知', from: '项目经理', to: '' },
      { part: '响应超时升级 › 到期提醒 › 告诉业主的话', from: '不告诉业主', to: '' },
      { part: '响应超时升级 › 到期提醒 › 依据', from: expect.any(String), to: '' },
      { part: '红黑榜 › 最少件数', from: '20 件', to: '30 件' },
    ]);
    expect(
      policyChanges(
        chengdu,
        edited(() => undefined),
      ),
    ).toEqual([]);
  });

  it('nothing of the document can change unseen: every leaf, one by one', () => {
    const leaves: (readonly PropertyKey[])[] = [];
    const walk = (value: unknown, path: readonly PropertyKey[]): void => {
      if (value !== null && typeof value === 'object') for (const [key, each] of Object.entries(value)) walk(each, [...path, key]);
      else leaves.push(path);
    };
    walk(chengdu, []);
    expect(leaves.length).toBeGreaterThan(150);
    for (const path of leaves) {
      const after = edited((policy) => {
        const parent = path.slice(0, -1).reduce<any>((value, key) => value[key], policy);
        const key = path.at(-1) as string;
        const value: unknown = parent[key];
        const units = { 'working-days': { unit: 'working-hours', hours: 5 }, 'elapsed-hours': { unit: 'working-days', days: 1 } };
        if (key === 'unit') Object.assign(parent, units[value as keyof typeof units]);
        else if (typeof value === 'number') parent[key] = value + 1;
        else if (path.includes('to') && path[0] === 'ladders') parent[key] = 'street_officer';
        else if (key === 'step') parent[key] = value === 'warn' ? 'remind' : 'warn';
        else if (path.includes('starts')) parent[key] = value === 'received' ? 'responded' : 'received';
        else if (path[0] === 'classes') parent[key] = value === 'explain' ? 'close' : 'explain';
        else if (value === null) parent[key] = { unit: 'working-days', days: 9 };
        else parent[key] = `${String(value)}另`;
      });
      expect([path.join('.'), policyChanges(chengdu, after).length > 0]).toEqual([path.join('.'), true]);
    }
  });

  it('a document of two windows reads as people say it', () => {
    expect(linesOfPolicy(chengdu).get('工作时间')).toBe('09:00–12:00、13:00–17:00');
  });
});
