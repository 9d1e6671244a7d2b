// Generated from the contracts by `npm run generate`; do not edit.

import type { complaintRoutes } from '@wuye/shared/complaint';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof complaintRoutes;

/** The table of complaints that the reader handles or oversees (附件3), newest first */
export const table = (input: CallOf<Routes['table']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['table']>>> =>
  call('GET', '/api/complaints/table', { query: input.query, ...options });

/** The company takes it over from the project’s manager (企业接办) */
export const takeOver = (input: CallOf<Routes['takeOver']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['takeOver']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/takeover`, { body: input.body, ...options });

/** The district demands that it be done by a time (督办) */
export const supervise = (input: CallOf<Routes['supervise']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['supervise']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/supervise`, { body: input.body, ...options });

/** The district calls other bodies to confer on it (部门会商) */
export const confer = (input: CallOf<Routes['confer']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['confer']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/confer`, { body: input.body, ...options });

/** What they agreed on (会商结果) */
export const conferred = (input: CallOf<Routes['conferred']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['conferred']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/confer/outcome`, { body: input.body, ...options });

/** The city urges the district to take it up and close it within working days (督促提级办理、限时办结) */
export const urge = (input: CallOf<Routes['urge']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['urge']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/urge`, { body: input.body, ...options });

/** Pauses a clock on a ground that the city’s rules know (暂停计时) */
export const pause = (input: CallOf<Routes['pause']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['pause']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/pause`, { body: input.body, ...options });

/** Lets a paused clock run again (恢复计时) */
export const resume = (input: CallOf<Routes['resume']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['resume']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/resume`, { body: input.body, ...options });

/** A note between those who work on it; its owner does not see it */
export const note = (input: CallOf<Routes['note']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['note']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/notes`, { body: input.body, ...options });

/** The community’s staff whom it may be given to */
export const staff = (input: CallOf<Routes['staff']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['staff']>>> =>
  call('GET', `/api/complaints/${encodeURIComponent(input.params.no)}/staff`, { ...options });

/** Gives it to one of the staff (安排办理人) */
export const assign = (input: CallOf<Routes['assign']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['assign']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/assign`, { body: input.body, ...options });

/** Speak up (业主有话说) */
export const submit = (input: CallOf<Routes['submit']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['submit']>>> =>
  call('POST', '/api/complaints', { body: input.body, ...options });

/** My complaints, newest first */
export const mine = (input: CallOf<Routes['mine']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['mine']>>> =>
  call('GET', '/api/complaints/mine', { query: input.query, ...options });

/** Complaints that the reader handles or oversees, nearest deadline first, with what is unread of each */
export const work = (input: CallOf<Routes['work']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['work']>>> =>
  call('GET', '/api/complaints/work', { query: input.query, ...options });

/** How many of a tab are unread, counted as far as it costs little */
export const unread = (input: CallOf<Routes['unread']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['unread']>>> =>
  call('GET', '/api/complaints/work/unread', { query: input.query, ...options });

/** Mark as read (批量已读): those that were shown, or a whole tab. Reading is no answer and moves no clock */
export const markRead = (input: CallOf<Routes['markRead']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['markRead']>>> =>
  call('POST', '/api/complaints/reads', { body: input.body, ...options });

/** One complaint with its clocks and timeline */
export const read = (input: CallOf<Routes['read']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['read']>>> =>
  call('GET', `/api/complaints/${encodeURIComponent(input.params.no)}`, { ...options });

/** First answer to the submitter (响应) */
export const respond = (input: CallOf<Routes['respond']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['respond']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/respond`, { body: input.body, ...options });

/** Sort into one of the four classes (受理登记), or correct the class */
export const accept = (input: CallOf<Routes['accept']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['accept']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/accept`, { body: input.body, ...options });

/** The owner's answer to the proposed date: agree, or another day */
export const date = (input: CallOf<Routes['date']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['date']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/date`, { body: input.body, ...options });

/** Add words and pictures while it is open (补充说明) */
export const supplement = (input: CallOf<Routes['supplement']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['supplement']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/supplement`, { body: input.body, ...options });

/** Withdraw it while it is open or waits for a verdict (撤回) */
export const withdraw = (input: CallOf<Routes['withdraw']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['withdraw']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/withdraw`, { body: input.body, ...options });

/** Refer it to another body (转派) */
export const refer = (input: CallOf<Routes['refer']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['refer']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/refer`, { body: input.body, ...options });

/** What the body did with it: received (已接收) or returned (退回) */
export const referral = (input: CallOf<Routes['referral']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['referral']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/referral`, { body: input.body, ...options });

/** Bodies that complaints of the reader's districts may be referred to */
export const bodies = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['bodies']>>> =>
  call('GET', '/api/complaint-bodies', { ...options });

/** Configure a body for the district */
export const addBody = (input: CallOf<Routes['addBody']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['addBody']>>> =>
  call('POST', '/api/complaint-bodies', { body: input.body, ...options });

/** No longer refer to a body */
export const endBody = (input: CallOf<Routes['endBody']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['endBody']>>> =>
  call('DELETE', `/api/complaint-bodies/${encodeURIComponent(input.params.id)}`, { ...options });

/** Close with words and a picture (办结) */
export const close = (input: CallOf<Routes['close']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['close']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/close`, { body: input.body, ...options });

/** The submitter's verdict on a closing: solved or not */
export const judge = (input: CallOf<Routes['judge']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['judge']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/verdict`, { body: input.body, ...options });

/** Rate how it was handled (评价) */
export const rate = (input: CallOf<Routes['rate']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['rate']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/rating`, { body: input.body, ...options });

/** The submitter's full phone number, for a reason; each look is audited, and the submitter sees it */
export const contact = (input: CallOf<Routes['contact']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['contact']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/contact`, { body: input.body, ...options });

/** Open complaints of the same category nearby that say the same, without names: what one may join instead of submitting again */
export const similar = (input: CallOf<Routes['similar']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['similar']>>> =>
  call('POST', '/api/complaints/similar', { body: input.body, ...options });

/** Join a complaint (一键同诉); once however often it is asked */
export const join = (input: CallOf<Routes['join']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['join']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/join`, { body: input.body, ...options });

/** Leave a complaint that one joined */
export const leave = (input: CallOf<Routes['leave']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['leave']>>> =>
  call('DELETE', `/api/complaints/${encodeURIComponent(input.params.no)}/join`, { ...options });

/** Complaints that I joined, newest first */
export const joined = (input: CallOf<Routes['joined']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['joined']>>> =>
  call('GET', '/api/complaints/joined', { query: input.query, ...options });

/** Flag as grave (重大), or no longer, with the reason */
export const grave = (input: CallOf<Routes['grave']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['grave']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/grave`, { body: input.body, ...options });

/** Grave, group and repeated complaints of a community, without personal data */
export const published = (input: CallOf<Routes['published']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['published']>>> =>
  call('GET', `/api/communities/${encodeURIComponent(input.params.id)}/public-complaints`, { query: input.query, ...options });

/** A caller’s complaint by the token of their SMS: where it stands, and what was answered */
export const callerRead = (input: CallOf<Routes['callerRead']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['callerRead']>>> =>
  call('POST', '/api/caller/complaint', { body: input.body, ...options });

/** The caller’s verdict on a closing: solved or not */
export const callerJudge = (input: CallOf<Routes['callerJudge']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['callerJudge']>>> =>
  call('POST', '/api/caller/verdict', { body: input.body, ...options });

/** The caller rates how it was handled */
export const callerRate = (input: CallOf<Routes['callerRate']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['callerRate']>>> =>
  call('POST', '/api/caller/rating', { body: input.body, ...options });
