import { z } from 'zod';
import { id, instant, route, words } from '../kit/index.js';
import { pictureLimits } from '../storage/index.js';
import { pauseGrounds, ruledClocks } from '../policy/index.js';
import { complaintNo, complaintView } from './contract.js';

const params = z.object({ no: complaintNo });
const readErrors = ['COMPLAINT.NOT_FOUND', 'ACCESS.DENIED'] as const;

/** 督办: what the district demands, and by when. */
export const superviseComplaint = z.object({
  words: words(4, 500, '请写明督办要求'),
  dueAt: instant.describe('when it must be done'),
  listed: z.boolean().default(false).describe('挂牌督办, where it may be'),
});
/** 部门会商: with whom, about what, and by when there is an outcome. */
export const conferComplaint = z.object({
  bodies: z
    .array(words(2, 40, '请写单位名称'))
    .min(1, '请写至少一个会商单位')
    .max(8, '最多 8 个会商单位'),
  words: words(4, 500, '请写明会商什么'),
  dueAt: instant.describe('when there is an outcome'),
});
export const conferredComplaint = z.object({ words: words(4, 1000, '请写明会商结果') });
export const noteComplaint = z.object({
  words: words(1, 1000, '请写备注'),
  pictures: z.array(id).max(pictureLimits.count, `最多 ${pictureLimits.count} 张照片`).default([]),
});
export const takeOverComplaint = z.object({ words: words(0, 500).default('') });

/** 督促提级办理、限时办结: what the city demands of the district, and within how many working days. */
export const urgeComplaint = z.object({
  words: words(4, 500, '请写明督促的要求'),
  days: z.number().int().min(1, '至少 1 个工作日').max(60, '最多 60 个工作日'),
});
export const pauseComplaint = z.object({ clock: z.enum(ruledClocks), ground: z.enum(pauseGrounds), words: words(4, 500, '请写明为什么暂停') });
export const resumeComplaint = z.object({ words: words(0, 500).default('') });

/**
 * 挂牌督办 is for what is not done in time, of many, repeated, or not to its owner's satisfaction (成住建发〔2023〕62号 二(三)).
 * @param now milliseconds
 */
export function mayList(
  complaint: { readonly late: boolean; readonly grouped: boolean; readonly repeated: boolean; readonly reopened: boolean; readonly dueAt: Date | null },
  now: number,
): boolean {
  const { late, grouped, repeated, reopened, dueAt } = complaint;
  return late || grouped || repeated || reopened || (dueAt !== null && dueAt.getTime() <= now);
}

/** Someone whom work may be given to. */
export const assignable = z.object({ id, name: z.string() });

export const oversightRoutes = {
  takeOver: route({
    method: 'POST',
    path: '/complaints/:no/takeover',
    summary: 'The company takes it over from the project’s manager (企业接办)',
    access: 'complaint.takeover',
    params,
    body: takeOverComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG'],
  }),
  supervise: route({
    method: 'POST',
    path: '/complaints/:no/supervise',
    summary: 'The district demands that it be done by a time (督办)',
    access: 'complaint.supervise',
    params,
    body: superviseComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG', 'COMPLAINT.DUE_PAST'],
  }),
  confer: route({
    method: 'POST',
    path: '/complaints/:no/confer',
    summary: 'The district calls other bodies to confer on it (部门会商)',
    access: 'complaint.supervise',
    params,
    body: conferComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG', 'COMPLAINT.DUE_PAST'],
  }),
  conferred: route({
    method: 'POST',
    path: '/complaints/:no/confer/outcome',
    summary: 'What they agreed on (会商结果)',
    access: 'complaint.supervise',
    params,
    body: conferredComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG'],
  }),
  urge: route({
    method: 'POST',
    path: '/complaints/:no/urge',
    summary: 'The city urges the district to take it up and close it within working days (督促提级办理、限时办结)',
    access: 'complaint.urge',
    params,
    body: urgeComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG', 'COMPLAINT.CALENDAR_ENDS'],
  }),
  pause: route({
    method: 'POST',
    path: '/complaints/:no/pause',
    summary: 'Pauses a clock on a ground that the city’s rules know (暂停计时)',
    access: 'complaint.pause',
    params,
    body: pauseComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG', 'COMPLAINT.MOVED', 'COMPLAINT.PAUSE_WRONG', 'COMPLAINT.CALENDAR_ENDS'],
  }),
  resume: route({
    method: 'POST',
    path: '/complaints/:no/resume',
    summary: 'Lets a paused clock run again (恢复计时)',
    access: 'complaint.pause',
    params,
    body: resumeComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG', 'COMPLAINT.MOVED'],
  }),
  note: route({
    method: 'POST',
    path: '/complaints/:no/notes',
    summary: 'A note between those who work on it; its owner does not see it',
    access: 'complaint.note',
    params,
    body: noteComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.PICTURE_UNKNOWN'],
  }),
  staff: route({
    method: 'GET',
    path: '/complaints/:no/staff',
    summary: 'The community’s staff whom it may be given to',
    access: 'complaint.assign',
    params,
    response: z.object({ items: z.array(assignable), assignee: assignable.nullable() }),
    errors: [...readErrors, 'COMPLAINT.MOVED'],
  }),
  assign: route({
    method: 'POST',
    path: '/complaints/:no/assign',
    summary: 'Gives it to one of the staff (安排办理人)',
    access: 'complaint.assign',
    params,
    body: z.object({ staffId: id }),
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.MOVED', 'COMPLAINT.STEP_WRONG', 'COMPLAINT.STAFF_UNKNOWN'],
  }),
} as const;

/**
 * Answers to begin from; what stands in 【】 must be written anew, for a set phrase is no answer (成住建发〔2023〕62号 二(三)
 * “不能推诿、敷衍，更不能程序性答复”).
 */
export const answerTemplates: Readonly<Record<'respond' | 'close', readonly string[]>> = {
  respond: [
    '已收到，【谁】在【什么时候】前到现场查看，看完马上告诉您。',
    '已安排【谁】处理，预计【什么时候】有结果。',
    '您说的【什么事】我们正在核实，【什么时候】前电话联系您。',
  ],
  close: ['已于【什么时候】完成【做了什么】，现在【情况怎样】。', '经现场查看，原因是【什么】，已【怎么处理】，今后【怎么防止】。'],
};

/** True while something of a template still stands as it was. */
export const isUnedited = (text: string): boolean => /【[^】]*】/.test(text);
