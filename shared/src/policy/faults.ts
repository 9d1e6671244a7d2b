import type { z } from 'zod';
import { type Role, roleNames } from '../kit/index.js';
import { clockTitles, type ClockName, type RuledClock } from './clock.js';
import { ladderStepNames } from './ladder.js';
import { isPausable, pauseGroundNames } from './pause.js';
import { complaintClassNames, type Policy, policyDocument, sourceNames } from './policy.js';

/** One thing that is wrong in a document: where, and what, in words for people. */
export interface PolicyFault {
  readonly at: string;
  readonly words: string;
}

/** Who can be told by a rung: those who hold an office over the complaint. */
export const ladderRoles = ['project_manager', 'company_head', 'company_clerk', 'street_officer', 'district_officer', 'city_officer'] as const;
const TOLD: ReadonlySet<Role> = new Set(ladderRoles);

const NAMES: Readonly<Record<string, string>> = {
  workingTime: '工作时间',
  from: '开始',
  to: '结束',
  clocks: '时限',
  limit: '时长',
  inWorkingTime: '工作时间内',
  otherwise: '非工作时间',
  hours: '小时',
  days: '天数',
  sentence: '告诉业主的话',
  source: '依据',
  starts: '从什么时候算',
  within: '最多约到',
  classes: '分类处置',
  ladders: '超时升级',
  beforeHours: '提前小时',
  step: '步骤',
  lists: '红黑榜',
  red: '红榜',
  black: '黑榜',
  response: '响应及时率',
  resolution: '解决率',
  satisfaction: '满意率',
  minCases: '最少件数',
  window: '统计天数',
  periods: '连续期数',
  noticeDays: '申诉期',
  flags: '群体和反复',
  group: '群体',
  repeated: '反复',
  people: '人数',
  times: '次数',
  ratingReminder: '提醒评价',
  channels: '其他渠道',
  pauses: '暂停计时',
  clock: '时限',
  ground: '原因',
  longest: '最长时间',
  name: '名称',
  phone: '电话',
  words: '说明',
  key: '规则',
  city: '城市',
  unit: '单位',
  sources: '依据',
  ...sourceNames,
  ...clockTitles,
  ...complaintClassNames,
  ...ladderStepNames,
};

/** `clocks.respond.limit.hours` as people read it: 时限 › 响应 › 时长 › 小时. */
function placeOf(path: readonly PropertyKey[]): string {
  const parts = path.map((key, index) => {
    if (typeof key === 'number') return `第 ${key + 1} 项`;
    // On a ladder `to` is who is told; in a window it is an end.
    if (key === 'to' && path[0] === 'ladders') return '通知';
    return (Object.hasOwn(NAMES, String(key)) && NAMES[String(key)]) || (index === 0 ? '其他内容' : String(key).slice(0, 20));
  });
  return parts.join(' › ') || '整份规则';
}

const CHINESE = /\p{Script=Han}/u;

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return issue.origin === 'string' ? `至少 ${issue.minimum} 个字` : `不能少于 ${issue.minimum}`;
  if (issue.code === 'too_big') return issue.origin === 'string' ? `最多 ${issue.maximum} 个字` : `不能多于 ${issue.maximum}`;
  if (issue.code === 'unrecognized_keys') return '有规则里没有的内容';
  if (issue.code === 'invalid_format' && issue.format === 'includes') return `要写上 ${'includes' in issue ? String(issue.includes) : '{due}'}`;
  if (issue.code === 'invalid_type') return issue.expected === 'int' || issue.expected === 'number' ? '请填写整数' : '请填写';
  return CHINESE.test(issue.message) ? issue.message : '不是可以填写的内容';
}

/** What is filled in where: a clock's own sentence, that of an agreed date, and a rung's, which knows its deadline alone. */
const PLACES: Readonly<Record<string, ReadonlySet<string>>> = {
  clocks: new Set(['{from}', '{worktime}', '{limit}', '{due}']),
  agreed: new Set(['{from}', '{due}']),
  ladders: new Set(['{due}']),
};
const NONE: ReadonlySet<string> = new Set();
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;

/** Sentences that people are sent: no sign that shows nothing, and no place that nobody fills in. */
function textFaults(policy: Policy): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const walk = (value: unknown, path: readonly PropertyKey[]): void => {
    if (typeof value === 'string') {
      if (CONTROL.test(value)) faults.push({ at: placeOf(path), words: '有不能识别的字符，请重新输入' });
      const unknown = path.at(-1) === 'sentence' ? (value.match(/\{[^}]*\}/g) ?? []).filter((place) => !(PLACES[String(path[0])] ?? NONE).has(place)) : [];
      if (unknown.length > 0) faults.push({ at: placeOf(path), words: `${unknown.join(' ')} 没有内容可填` });
    } else if (Array.isArray(value)) value.forEach((each, index) => walk(each, [...path, index]));
    else if (value !== null && typeof value === 'object') for (const [key, each] of Object.entries(value)) walk(each, [...path, key]);
  };
  walk(policy, []);
  return faults;
}

function clockFaults({ clocks, classes, ladders, workingTime }: Policy): PolicyFault[] {
  const names = Object.keys(clocks) as RuledClock[];
  const overlapping = workingTime.some(({ from }, index) => index > 0 && from < (workingTime[index - 1]?.to ?? ''));
  const lost = Object.entries(classes).filter(([, clock]) => clock !== null && clock !== 'agreed' && !clocks[clock]);
  const urged = ladders.urged ? (['urged'] as const) : [];
  // Working hours and days are working time by themselves: there is nothing to say.
  const mute = names.filter((name) => clocks[name]?.sentence.includes('{worktime}') && clocks[name]?.limit.unit !== 'elapsed-hours');
  const endless = Object.entries(ladders).filter(([, rungs]) => rungs.length > 0 && rungs.every(({ beforeHours }) => beforeHours > 0));
  const bare = [...names, 'agreed' as const, ...urged].filter((name) => !ladders[name]?.length);
  const idle = Object.keys(ladders).filter((name) => name !== 'agreed' && name !== 'urged' && !clocks[name as RuledClock]);
  return [
    ...(overlapping ? [{ at: '工作时间', words: '各段要按先后排列，不能重叠' }] : []),
    ...(names.some((name) => clocks[name]?.starts.includes('received')) ? [] : [{ at: '时限', words: '至少有一项从收到诉求起算' }]),
    ...lost.map(([name, clock]) => ({ at: `分类处置 › ${NAMES[name] ?? name}`, words: `没有“${clockTitles[clock as ClockName]}”这一时限` })),
    ...bare.map((name) => ({ at: `超时升级 › ${clockTitles[name]}`, words: '至少要有一级，不然超时没有人知道' })),
    ...mute.map((name) => ({ at: `时限 › ${clockTitles[name]}`, words: '按工作时间或工作日计算的时限，话里没有 {worktime} 可填' })),
    ...endless.map(([name]) => ({ at: `超时升级 › ${clockTitles[name as ClockName]}`, words: '到期时至少要有一级，不然超时没有人知道' })),
    ...idle.map((name) => ({ at: `超时升级 › ${clockTitles[name as ClockName]}`, words: '没有对应的时限' })),
  ];
}

function listFaults({ lists }: Policy): PolicyFault[] {
  const rates = ['response', 'resolution', 'satisfaction'] as const;
  return rates
    .filter((rate) => lists.black[rate] > lists.red[rate])
    .map((rate) => ({ at: `红黑榜 › ${NAMES[rate] ?? rate}`, words: '黑榜的标准不能高于红榜' }));
}

function rungFaults({ ladders }: Policy): PolicyFault[] {
  return Object.entries(ladders).flatMap(([name, rungs]) =>
    rungs.flatMap(({ step, to }, index) => {
      const at = `超时升级 › ${clockTitles[name as ClockName]} › ${ladderStepNames[step]}`;
      const others = to.filter((role) => !TOLD.has(role));
      const twice = step !== 'remind' && rungs.findIndex((rung) => rung.step === step) < index;
      return [
        ...(others.length > 0 ? [{ at, words: `${others.map((role) => roleNames[role]).join('、')}不能处理超时` }] : []),
        ...(twice ? [{ at, words: '写了两次' }] : []),
      ];
    }),
  );
}

function pauseFaults(policy: Policy): PolicyFault[] {
  const { pauses } = policy;
  return pauses.flatMap(({ clock, ground }, index) => {
    const at = `暂停计时 › 第 ${index + 1} 项`;
    const first = pauses.findIndex((each) => each.clock === clock && each.ground === ground);
    return [
      ...(policy.clocks[clock] ? [] : [{ at, words: `没有“${clockTitles[clock]}”这一时限` }]),
      ...(policy.clocks[clock] && !isPausable(policy, clock) ? [{ at, words: `${clockTitles[clock]}时限不管是不是工作时间都在算，不能暂停` }] : []),
      ...(first < index ? [{ at, words: `${clockTitles[clock]}时限的“${pauseGroundNames[ground]}”写了两次` }] : []),
    ];
  });
}

/** What is wrong with a document, in words with its place: its form first, then what does not fit together. Empty: it may be a version. */
export function policyFaults(document: unknown): PolicyFault[] {
  const read = policyDocument.safeParse(document);
  if (!read.success) return read.error.issues.slice(0, 50).map((issue) => ({ at: placeOf(issue.path), words: wordsOf(issue) }));
  const policy = read.data;
  return [...clockFaults(policy), ...rungFaults(policy), ...pauseFaults(policy), ...listFaults(policy), ...textFaults(policy)];
}
