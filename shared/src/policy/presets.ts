import type { Limit } from './clock.js';
import type { Ladder, Rung } from './ladder.js';
import type { Policy } from './policy.js';

/** Ours: neither notice says when working time is. Adjustable with the policy. */
const OFFICE_HOURS = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];

const FOUR_OR_EIGHT: Limit = { unit: 'elapsed-hours', inWorkingTime: 4, otherwise: 8 };
const workingDays = (days: number): Limit => ({ unit: 'working-days', days });

/** 挂牌督办, 提级办理, 部门会商 (成住建发〔2023〕62号 二(三), 三(二)); the days between them are ours. */
const above = ({ list, raise }: { readonly list: string; readonly raise: string }): Ladder => [
  {
    step: 'list',
    beforeHours: 0,
    limit: workingDays(2),
    to: ['district_officer', 'company_head', 'project_manager'],
    sentence: '督办后仍未办好，区住建部门已挂牌督办，应在 {due} 前办好。',
    source: list,
  },
  {
    step: 'raise',
    beforeHours: 0,
    limit: workingDays(3),
    to: ['city_officer', 'district_officer', 'company_head'],
    sentence: '已提级办理，市住建部门督促区住建部门在 {due} 前办结。',
    source: raise,
  },
  {
    step: 'confer',
    beforeHours: 0,
    limit: null,
    to: ['city_officer', 'district_officer'],
    sentence: '已由多个部门会商解决，有结果马上告诉您。',
    source: list,
  },
];

/** The rungs up to 督办; `late` is what was not done in time, as the owner reads it. */
function below(late: string, beforeHours: number, takeover: Limit, sources: { readonly warn: string; readonly takeover: string }): Rung[] {
  return [
    { step: 'remind', beforeHours, limit: null, to: ['project_manager'], sentence: '', source: `${sources.warn}；提前量为本平台设定` },
    { step: 'warn', beforeHours: 0, limit: null, to: ['project_manager', 'company_head', 'district_officer'], sentence: '', source: sources.warn },
    {
      step: 'takeover',
      beforeHours: 0,
      limit: takeover,
      to: ['company_head', 'company_clerk'],
      sentence: `物业未按时${late}，公司已接手，应在 {due} 前回复；已抄告区住建局。您不用再报。`,
      source: sources.takeover,
    },
    {
      step: 'supervise',
      beforeHours: 0,
      limit: workingDays(1),
      to: ['district_officer', 'company_head', 'project_manager'],
      sentence: '公司也未按时办理，区住建局已介入督办，应在 {due} 前有结果。',
      source: sources.warn,
    },
  ];
}

/**
 * 限时办结 (成住建发〔2023〕62号 三(二)): what the city urges the district on. The steps are ours: a reminder the day before, and what was not done in
 * time is reported back to the city.
 */
const urged = (report: string): Ladder => [
  { step: 'remind', beforeHours: 24, limit: null, to: ['district_officer'], sentence: '', source: '本平台设定' },
  {
    step: 'report',
    beforeHours: 0,
    limit: null,
    to: ['city_officer', 'district_officer'],
    sentence: '区住建部门没有在期限前办结，已报告市住建部门，由市里继续督促。',
    source: report,
  },
];
/** The same for a city that has no notice of its own on it. */
export const URGED: Ladder = urged('本平台设定');

/** What the district demands by hand (成住建发〔2023〕62号 三(二) “督促及时办理”). That its time has passed is told to who demanded it; the steps are ours. */
export const DEMANDED: Ladder = [
  { step: 'remind', beforeHours: 4, limit: null, to: ['project_manager'], sentence: '', source: '本平台设定' },
  { step: 'warn', beforeHours: 0, limit: null, to: ['district_officer', 'company_head', 'project_manager'], sentence: '', source: '本平台设定' },
];

/**
 * 部门会商 (成住建发〔2023〕62号 二(三)): the district calls it and writes its outcome, so it alone is reminded, and the city hears where none came in time. The
 * steps are ours.
 */
export const CONFERRED: Ladder = [
  { step: 'remind', beforeHours: 24, limit: null, to: ['district_officer'], sentence: '', source: '本平台设定' },
  { step: 'warn', beforeHours: 0, limit: null, to: ['district_officer', 'city_officer'], sentence: '', source: '本平台设定' },
];

const CHENGDU = {
  warn: '成住建发〔2023〕62号 一(二)',
  takeover: '成住建发〔2023〕62号 附件3',
  list: '成住建发〔2023〕62号 二(三)',
  raise: '成住建发〔2023〕62号 二(三) 三(二)',
};
/** Huizhou's notice names no ladder: the steps of Chengdu's serve, and cite nothing. */
const OURS = { warn: '本平台设定', takeover: '本平台设定', list: '本平台设定', raise: '本平台设定' };

/** 成住建发〔2023〕62号 三(四); minimum, window, periods and notice are ours. What the runner asks by. */
export const LISTS: Policy['lists'] = {
  red: { response: 100, resolution: 98, satisfaction: 95 },
  black: { response: 95, resolution: 80, satisfaction: 80 },
  minCases: 20,
  window: 92,
  periods: 2,
  noticeDays: 7,
  source: '',
};

/** Ours: 一(四) names 群体 and 反复 and leaves the numbers open. */
const FLAGS: Policy['flags'] = { group: { people: 5, days: 30 }, repeated: { times: 3, days: 90 } };

const channels = (...list: readonly (readonly [name: string, phone: string, words: string])[]): Policy['channels'] =>
  list.map(([name, phone, words]) => ({ name, phone, words }));

const COMMON = channels(
  ['12345 政务服务便民热线', '12345', '可以反映政府各部门职责内的事。'],
  ['社区居委会', '', '邻里纠纷可以请社区居委会调解。'],
  ['公安机关', '110', '遇到治安问题或有人身危险，请马上拨打。'],
  ['人民法院', '12368', '合同、相邻权等纠纷可以依法起诉。'],
);

/**
 * 成都, 成住建发〔2023〕62号.
 * respond, 一(二): “原则上工作时间不超过 4 小时；非工作时间不超过 8 小时”. Ours: elapsed hours, because the service desk is open day and night.
 * close, 一(三): “一般问题……原则上在 2 个工作日内办结”, from the response.
 * No clock may be paused: the notice knows no pause.
 */
export const chengdu: Policy = {
  key: 'chengdu',
  city: '成都市',
  workingTime: OFFICE_HOURS,
  clocks: {
    respond: {
      starts: ['received', 'reopened'],
      limit: FOUR_OR_EIGHT,
      sentence: '{from} 收到，{worktime}。物业应在 {limit}内响应：{due} 前。',
      source: '成住建发〔2023〕62号 一(二)',
    },
    close: {
      starts: ['responded'],
      limit: workingDays(2),
      sentence: '物业{from} 响应。一般问题 {limit}内办结：{due} 前。',
      source: '成住建发〔2023〕62号 一(三)',
    },
  },
  agreed: { within: 180, sentence: '{from} 您同意了办结时间。物业应在 {due} 前办结。', source: '成住建发〔2023〕62号 一(三)' },
  classes: { simple: 'close', complex: 'agreed', bureau: null, outside: null },
  ladders: {
    respond: [...below('响应', 1, FOUR_OR_EIGHT, CHENGDU), ...above(CHENGDU)],
    close: [...below('办结', 4, workingDays(1), CHENGDU), ...above(CHENGDU)],
    agreed: [...below('按约定办结', 24, workingDays(1), CHENGDU), ...above(CHENGDU)],
    urged: urged('成住建发〔2023〕62号 三(二)'),
  },
  pauses: [],
  flags: FLAGS,
  lists: { ...LISTS, source: '《成都市住房和城乡建设局关于建立物业小区问题用心用情马上解决长效机制的通知》（成住建发〔2023〕62号）三(四)' },
  sources: {
    oversight: '成住建发〔2023〕62号 三(二)',
    figures: '成住建发〔2023〕62号 三(三)(四)',
    reports: '成住建发〔2023〕62号 三(三)',
    board: '成住建发〔2023〕62号 附件1',
    hanging: '',
  },
  ratingReminder: 48,
  channels: COMMON,
};

/**
 * 惠州, 关于进一步推进开通使用惠州市智慧物业服务平台工作的通知 (2026-04-10), 三.
 * accept: “对业主诉求在1个工作日内受理登记”; explain: “不属于物业责任的，1个工作日内向业主说明并引导至相关部门”, counted from receipt.
 * No clock may be paused: the notice knows no pause.
 */
export const huizhou: Policy = {
  key: 'huizhou',
  city: '惠州市',
  workingTime: OFFICE_HOURS,
  clocks: {
    accept: {
      starts: ['received', 'reopened'],
      limit: workingDays(1),
      sentence: '{from} 收到。物业应在 {limit}内受理登记：{due} 前。',
      source: '惠州市住建局 2026年4月10日通知 三',
    },
    explain: {
      starts: [],
      limit: workingDays(1),
      sentence: '{from} 收到。不属于物业责任的，物业应在 {limit}内说明并引导至相关部门：{due} 前。',
      source: '惠州市住建局 2026年4月10日通知 三',
    },
  },
  agreed: { within: 180, sentence: '{from} 您同意了办结时间。物业应在 {due} 前办结。', source: '惠州市住建局 2026年4月10日通知 三' },
  classes: { simple: 'agreed', complex: 'agreed', bureau: null, outside: 'explain' },
  ladders: {
    accept: [...below('受理', 4, workingDays(1), OURS), ...above(OURS)],
    explain: [...below('说明', 4, workingDays(1), OURS), ...above(OURS)],
    agreed: [...below('按约定办结', 24, workingDays(1), OURS), ...above(OURS)],
    urged: URGED,
  },
  pauses: [],
  flags: FLAGS,
  lists: LISTS,
  sources: { oversight: '', figures: '', reports: '', board: '', hanging: '惠州市住建局 2026年4月10日通知 三' },
  ratingReminder: 48,
  channels: COMMON,
};

/** The presets, one for each city in the sources. A Map, since a name such as `constructor` must not be found. */
export const POLICIES: ReadonlyMap<string, Policy> = new Map([chengdu, huizhou].map((policy) => [policy.key, policy]));
