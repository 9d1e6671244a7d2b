import { z } from 'zod';

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, '时间写成 09:00 的样子');
const hours = z.int().min(1).max(240);
const days = z.int().min(1).max(60);

/** A stretch of every working day, `from` ≤ t < `to`. */
export const workingWindow = z.strictObject({ from: time, to: time }).refine(({ from, to }) => from < to, '开始时间要早于结束时间');

/**
 * How long a clock runs. Hours and days are whole and above 0.
 * - elapsed-hours: hours on the wall clock, by whether the event fell in working time
 * - working-hours: hours that pass only inside the policy's working time
 * - working-days: the event's day is not counted, the last day ends at 24:00
 */
export const limit = z.discriminatedUnion('unit', [
  z.strictObject({ unit: z.literal('elapsed-hours'), inWorkingTime: hours, otherwise: hours }),
  z.strictObject({ unit: z.literal('working-hours'), hours }),
  z.strictObject({ unit: z.literal('working-days'), days }),
]);
export type Limit = z.output<typeof limit>;

/** 响应 受理登记 办结 说明: what the clocks of a city's rules wait for. */
export const ruledClocks = ['respond', 'accept', 'close', 'explain'] as const;
export type RuledClock = (typeof ruledClocks)[number];

/**
 * All of them: 约定时间 is agreed with the owner, 市督促 is set by the city's officer for one matter (成住建发〔2023〕62号 三(二) “限时办结”), 区督办 by the
 * district's (三(二) “督促及时办理”). 部门会商 is the district's own time for an outcome (二(三)): nobody below is late by it.
 */
export const clockNames = [...ruledClocks, 'agreed', 'urged', 'demanded', 'conferred'] as const;
export type ClockName = (typeof clockNames)[number];
export const clockTitles: Readonly<Record<ClockName, string>> = {
  respond: '响应',
  accept: '受理登记',
  close: '办结',
  explain: '告知渠道',
  agreed: '约定办结',
  urged: '市督促办结',
  demanded: '区督办办结',
  conferred: '部门会商',
};

/** Set by those above for one matter: what the property or its owner arranges sets them not aside. */
export const ordered = ['urged', 'demanded', 'conferred'] as const satisfies readonly ClockName[];

/** What starts a clock: the complaint came in, was answered first, was opened again. One that nothing starts begins with its class. */
export const clockStarts = ['received', 'responded', 'reopened'] as const;
export type ClockStart = (typeof clockStarts)[number];

/**
 * One clock. `sentence` is what the owner reads, with {from}, {worktime} (工作时间 or 非工作时间), {limit} and {due} to be filled in;
 * it is data, so that a changed limit never leaves a wrong number in the words.
 */
export const clock = z.strictObject({
  starts: z.array(z.enum(clockStarts)).readonly(),
  limit,
  sentence: z.string().min(4).max(120).includes('{from}').includes('{due}'),
  source: z.string().min(2).max(80),
});
export type Clock = z.output<typeof clock>;
