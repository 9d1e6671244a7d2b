import type { Window } from '../calendar/index.js';

/**
 * How long a clock runs. Hours and days are whole and above 0.
 * - elapsed-hours: hours on the wall clock, by whether the event fell in working time
 * - working-hours: hours that pass only inside the policy's working time
 * - working-days: the event's day is not counted, the last day ends at 24:00
 */
export type Limit =
  | { readonly unit: 'elapsed-hours'; readonly inWorkingTime: number; readonly otherwise: number }
  | { readonly unit: 'working-hours'; readonly hours: number }
  | { readonly unit: 'working-days'; readonly days: number };

/**
 * One clock. `sentence` is what the owner reads, with {from}, {worktime} (工作时间 or 非工作时间), {limit} and {due} to be filled in;
 * it is data, so that a changed limit never leaves a wrong number in the words.
 */
export interface Clock {
  readonly starts: 'received' | 'responded';
  readonly limit: Limit;
  readonly sentence: string;
  readonly source: string;
}

/** A city's clocks: data, adjustable by the city officer. A change never moves a deadline already given. */
export interface Policy {
  readonly key: string;
  readonly city: string;
  readonly workingTime: readonly Window[];
  readonly clocks: Readonly<Record<string, Clock>>;
}

/** Ours: neither notice says when working time is. Adjustable with the policy. */
const OFFICE_HOURS: readonly Window[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];

/**
 * 成都, 成住建发〔2023〕62号.
 * respond, 一(二): “原则上工作时间不超过 4 小时；非工作时间不超过 8 小时”. Ours: elapsed hours, because the service desk is open day and night.
 * close, 一(三): “一般问题……原则上在 2 个工作日内办结”, from the response.
 */
export const chengdu: Policy = {
  key: 'chengdu',
  city: '成都市',
  workingTime: OFFICE_HOURS,
  clocks: {
    respond: {
      starts: 'received',
      limit: { unit: 'elapsed-hours', inWorkingTime: 4, otherwise: 8 },
      sentence: '{from} 收到，{worktime}。物业应在 {limit}内响应：{due} 前。',
      source: '成住建发〔2023〕62号 一(二)',
    },
    close: {
      starts: 'responded',
      limit: { unit: 'working-days', days: 2 },
      sentence: '物业{from} 响应。一般问题 {limit}内办结：{due} 前。',
      source: '成住建发〔2023〕62号 一(三)',
    },
  },
};

/**
 * 惠州, 关于进一步推进开通使用惠州市智慧物业服务平台工作的通知 (2026-04-10), 三.
 * accept: “对业主诉求在1个工作日内受理登记”; explain: “不属于物业责任的，1个工作日内向业主说明并引导至相关部门”.
 */
export const huizhou: Policy = {
  key: 'huizhou',
  city: '惠州市',
  workingTime: OFFICE_HOURS,
  clocks: {
    accept: {
      starts: 'received',
      limit: { unit: 'working-days', days: 1 },
      sentence: '{from} 收到。物业应在 {limit}内受理登记：{due} 前。',
      source: '惠州市住建局 2026年4月10日通知 三',
    },
    explain: {
      starts: 'received',
      limit: { unit: 'working-days', days: 1 },
      sentence: '{from} 收到。不属于物业责任的，物业应在 {limit}内说明并引导至相关部门：{due} 前。',
      source: '惠州市住建局 2026年4月10日通知 三',
    },
  },
};

/** The presets, one for each city in the sources. A Map, since a name such as `constructor` must not be found. */
export const POLICIES: ReadonlyMap<string, Policy> = new Map([chengdu, huizhou].map((policy) => [policy.key, policy]));

/** The policy that new complaints are born under: the api decides by it and the H5 shows it before submitting. */
export const cityPolicy: Policy = chengdu;
