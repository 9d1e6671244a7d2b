import { roleNames } from '../kit/index.js';
import { type Clock, type ClockName, clockTitles, type Limit } from './clock.js';
import { ladderStepNames, type Rung } from './ladder.js';
import { pauseGroundNames } from './pause.js';
import { complaintClassNames, type Policy, sourceNames, type Sources } from './policy.js';

/** A limit as people say it. */
export function limitWords(limit: Limit): string {
  if (limit.unit === 'working-days') return `${limit.days} 个工作日`;
  if (limit.unit === 'working-hours') return `${limit.hours} 个工作小时`;
  const { inWorkingTime, otherwise } = limit;
  return inWorkingTime === otherwise ? `${otherwise} 小时` : `工作时间 ${inWorkingTime} 小时，非工作时间 ${otherwise} 小时`;
}

/** What starts a clock, as people say it. */
export const startNames: Readonly<Record<Clock['starts'][number], string>> = { received: '收到诉求', responded: '首次响应', reopened: '重新办理' };

const lineOf = (part: string, words: string | number): readonly [string, string] => [part, String(words)];
const windowWords = ({ workingTime }: Policy): string => workingTime.map(({ from, to }) => `${from}–${to}`).join('、');

function clockLines(name: string, { starts, limit, sentence, source }: Clock) {
  return [
    lineOf(name, limitWords(limit)),
    lineOf(`${name} › 从什么时候算`, starts.map((start) => startNames[start]).join('、') || '受理分类时'),
    lineOf(`${name} › 告诉业主的话`, sentence),
    lineOf(`${name} › 依据`, source),
  ];
}

function rungLines(ladder: string, { step, beforeHours, limit, to, sentence, source }: Rung) {
  const name = `${ladder}超时升级 › ${ladderStepNames[step]}`;
  return [
    lineOf(name, beforeHours > 0 ? `到期前 ${beforeHours} 小时` : '到期时'),
    lineOf(`${name} › 处理时限`, limit ? limitWords(limit) : '不另设'),
    lineOf(`${name} › 通知`, to.map((role) => roleNames[role]).join('、')),
    lineOf(`${name} › 告诉业主的话`, sentence || '不告诉业主'),
    lineOf(`${name} › 依据`, source),
  ];
}

const MARKS = { response: '响应及时率', resolution: '解决率', satisfaction: '满意率' } as const;

function listLines({ lists, flags, ratingReminder }: Policy) {
  const marks = (['red', 'black'] as const).flatMap((list) =>
    (['response', 'resolution', 'satisfaction'] as const).map((rate) =>
      lineOf(`${list === 'red' ? '红榜' : '黑榜'} › ${MARKS[rate]}`, `${list === 'red' ? '达到' : '低于'} ${lists[list][rate]}%`),
    ),
  );
  return [
    ...marks,
    lineOf('红黑榜 › 最少件数', `${lists.minCases} 件`),
    lineOf('红黑榜 › 统计天数', `${lists.window} 天`),
    lineOf('红黑榜 › 连续期数', `${lists.periods} 期`),
    lineOf('红黑榜 › 公示前申诉期', `${lists.noticeDays} 天`),
    lineOf('红黑榜 › 依据', lists.source || '本市规则'),
    lineOf('群体投诉', `${flags.group.days} 天内 ${flags.group.people} 人`),
    lineOf('反复投诉', `${flags.repeated.days} 天内 ${flags.repeated.times} 次`),
    lineOf('办结后提醒评价', `${ratingReminder} 小时`),
  ];
}

/** Every part of a city's rules as a line of words: nothing of the document is left out, so that no change goes unseen. */
export function linesOfPolicy(policy: Policy): ReadonlyMap<string, string> {
  const clocks = Object.entries(policy.clocks).flatMap(([name, rule]) => clockLines(`${clockTitles[name as ClockName]}时限`, rule));
  const classes = Object.entries(policy.classes).map(([name, clock]) =>
    lineOf(`分类处置 › ${complaintClassNames[name as keyof typeof complaintClassNames]}`, clock ? clockTitles[clock] : '不设时限'),
  );
  const ladders = Object.entries(policy.ladders).flatMap(([name, rungs]) => {
    const title = clockTitles[name as ClockName];
    return [lineOf(`${title}超时升级`, rungs.map(({ step }) => ladderStepNames[step]).join(' → ') || '不升级'), ...numbered(title, rungs)];
  });
  return new Map([
    lineOf('规则', policy.key),
    lineOf('城市', policy.city),
    lineOf('工作时间', windowWords(policy)),
    ...clocks,
    lineOf('约定办结 › 最多约到', `${policy.agreed.within} 天内`),
    lineOf('约定办结 › 告诉业主的话', policy.agreed.sentence),
    lineOf('约定办结 › 依据', policy.agreed.source),
    ...classes,
    ...ladders,
    ...pauseLines(policy),
    ...listLines(policy),
    ...sourceLines(policy),
    ...channelLines(policy),
  ]);
}

/** A ground stands once for a clock: its line is its own. */
function pauseLines({ pauses }: Policy) {
  const titled = pauses.map((each) => ({ ...each, title: `暂停计时 › ${clockTitles[each.clock]} › ${pauseGroundNames[each.ground]}` }));
  return [
    lineOf('暂停计时', pauses.length === 0 ? '都不能暂停' : `${pauses.length} 种情况`),
    ...titled.flatMap(({ title, name, longest, source }) => [
      lineOf(title, name),
      lineOf(`${title} › 最长时间`, limitWords(longest)),
      lineOf(`${title} › 依据`, source),
    ]),
  ];
}

/** A step may stand twice on a ladder: two reminders. */
function numbered(title: string, rungs: readonly Rung[]) {
  return rungs.flatMap((rung, index) => {
    const earlier = rungs.slice(0, index).filter(({ step }) => step === rung.step).length;
    return rungLines(title, rung).map(([part, words]) => lineOf(earlier === 0 ? part : `${part}（第 ${earlier + 1} 次）`, words));
  });
}

function sourceLines({ sources }: Policy) {
  return (Object.keys(sourceNames) as (keyof Sources)[]).map((name) => lineOf(`依据 › ${sourceNames[name]}`, sources[name] || '没有写'));
}

function channelLines({ channels }: Policy) {
  return [
    lineOf('其他渠道', channels.map(({ name }) => name).join('、') || '没有'),
    ...channels.map(({ name, phone, words }, index) => {
      const earlier = channels.slice(0, index).filter((other) => other.name === name).length;
      return lineOf(
        `其他渠道 › ${name}${earlier ? `（第 ${earlier + 1} 个）` : ''}`,
        [phone && `电话 ${phone}`, words].filter(Boolean).join('；') || '没有说明',
      );
    }),
  ];
}

/** One difference of two versions in words; empty where there was, or is, nothing. */
export interface PolicyChange {
  readonly part: string;
  readonly from: string;
  readonly to: string;
}

/** What a new version changes: 响应时限，4 小时 → 2 小时. */
export function policyChanges(before: Policy, after: Policy): PolicyChange[] {
  const [then, now] = [linesOfPolicy(before), linesOfPolicy(after)];
  const parts = [...new Set([...then.keys(), ...now.keys()])];
  return parts.map((part) => ({ part, from: then.get(part) ?? '', to: now.get(part) ?? '' })).filter(({ from, to }) => from !== to);
}
