import type { ComplaintKind, ComplaintRow, ComplaintView, MapPosition } from '@wuye/shared/complaint';
import { DAY, formatDue, instantAt } from '@wuye/shared/calendar';
import type { StatusKind } from '../kit/StatusTag.vue';

/**
 * Words of complaints for pages that only show them. Names of kinds and ratings repeat the contract's, whose module
 * brings zod with it; words.spec.ts holds the two together.
 */
type Rating = NonNullable<ComplaintRow['rating']>;

export const KIND_NAMES: Readonly<Record<ComplaintKind, string>> = { repair: '报事报修', complaint: '投诉', suggestion: '建议', enquiry: '咨询' };
export const RATING_NAMES: Readonly<Record<Rating, string>> = { satisfied: '满意', basically: '基本满意', dissatisfied: '不满意' };

/** The four steps that people see: 提交投诉 → 待处理 → 已办结 → 已评价 (成住建发〔2023〕62号 附件3). */
export const STEPS = ['提交投诉', '待处理', '已办结', '已评价'] as const;

/** How exact a place is, said only where the phone says it. */
export function accuracyWords({ accuracy }: Pick<MapPosition, 'accuracy'>): string {
  return accuracy === null ? '' : `（误差约 ${accuracy} 米）`;
}

/** A place as maps take it: latitude first. Which of the two systems is said, for they lie some 500 m apart. */
export function positionWords(position: MapPosition): string {
  const { latitude, longitude, system } = position;
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)} ${system === 'gcj02' ? 'GCJ-02' : 'WGS-84'}${accuracyWords(position)}`;
}

/** A day as people say it: `11月27日 周五`. */
export function dayWords(date: string): string {
  return formatDue(instantAt(date) + DAY).replace(' 24:00', '');
}

/** Who has it now, by level; short, for sentences and cards. */
export const LEVEL_NAMES: Readonly<Record<ComplaintView['handler']['level'], string>> = {
  manager: '物业',
  company: '公司',
  district: '区住建局',
  department: '承办部门',
};

const RAISED = new Set<ComplaintView['events'][number]['kind']>(['takeover', 'supervise', 'list', 'raise', 'confer', 'urged', 'report']);

/** After one of these what was late has been done, or begins anew. */
const MOVES = new Set<ComplaintView['events'][number]['kind']>(['responded', 'accepted', 'agreed', 'reopened', 'escalated', 'received', 'conferred']);

/** What the owner reads when it went one level up: the ladder's newest sentence, until somebody acts; '' when there is none. */
export function raisedWords({ events, state, rating }: Pick<ComplaintView, 'events' | 'state' | 'rating'>): string {
  if (rating !== null || !isOpen({ state })) return '';
  const newest = events.find(({ kind, words }) => MOVES.has(kind) || (RAISED.has(kind) && words !== ''));
  return newest && RAISED.has(newest.kind) ? newest.words : '';
}

/** Said where the working calendar does not reach: there is no promise that could be shown. */
export const NO_CLOCK = '新一年的工作日历公布后会给出期限。急事请先打电话。';

/** How a state looks: icon, colour and word. */
export interface StateLook {
  kind: StatusKind;
  word: string;
}

const LOOKS: Readonly<Record<ComplaintRow['state'], StateLook>> = {
  submitted: { kind: 'running', word: '待响应' },
  responded: { kind: 'running', word: '办理中' },
  accepted: { kind: 'running', word: '办理中' },
  referred: { kind: 'running', word: '已转交' },
  reopened: { kind: 'running', word: '重新办理' },
  closed: { kind: 'good', word: '已办结' },
  solved: { kind: 'good', word: '已解决' },
  escalated: { kind: 'bad', word: '提级办理' },
  unsolved: { kind: 'bad', word: '未解决' },
  withdrawn: { kind: 'idle', word: '已撤回' },
};

/** What a state is called. */
export const STATE_NAMES = Object.fromEntries(Object.entries(LOOKS).map(([state, { word }]) => [state, word])) as Record<ComplaintRow['state'], string>;

/** The state as a tag; what was rated says so. */
export function stateLook({ state, rating }: Pick<ComplaintRow, 'state' | 'rating'>): StateLook {
  return rating !== null && state === 'solved' ? { kind: 'good', word: '已评价' } : LOOKS[state];
}

/** Whether the property still has something to do with it. */
export function isOpen({ state }: Pick<ComplaintRow, 'state'>): boolean {
  return LOOKS[state].kind === 'running' || state === 'escalated';
}

/** What its owner is asked while a clock stands until they add it; '' where none does. */
export function askedWords({ clocks, events, mine }: Pick<ComplaintView, 'clocks' | 'events' | 'mine'>): string {
  const pause = mine ? clocks.find(({ pause: found, metAt, voidAt }) => found?.ground === 'supplement' && metAt === null && voidAt === null)?.pause : null;
  if (!pause) return '';
  // Another clock may stand for another reason: its words are not what is asked.
  return events.find(({ kind, words }) => kind === 'paused' && words.includes(`，${pause.name}：`))?.words ?? '';
}

/** Where a stored picture is; who may not see its complaint gets none. */
export function pictureUrl(id: string): string {
  return `/api/files/${id}`;
}

/** Pictures for PictureRow, said to be what they show. */
export function picturesOf(ids: readonly string[], what: string): { src: string; alt: string }[] {
  return ids.map((id, index) => ({ src: pictureUrl(id), alt: `${what}第 ${index + 1} 张` }));
}

/** The closing that stands; null before the first, and since its owner had it done anew. */
export function closingOf({ events }: Pick<ComplaintView, 'events'>): ComplaintView['events'][number] | null {
  const newest = events.find(({ kind }) => kind === 'closed' || kind === 'reopened' || kind === 'escalated');
  return newest?.kind === 'closed' ? newest : null;
}
