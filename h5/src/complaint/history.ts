import type { ComplaintView } from '@wuye/shared/complaint';
import type { TimelineEntry } from '../kit/Timeline.vue';
import { ROLE_NAMES } from '../app/session';
import { picturesOf, RATING_NAMES } from './words';

type Event = ComplaintView['events'][number];

export const ACTS: Readonly<Record<Event['kind'], string>> = {
  submitted: '提交了诉求',
  responded: '响应',
  accepted: '受理登记',
  proposed: '建议办结时间',
  agreed: '同意办结时间',
  declined: '请求另约时间',
  supplemented: '补充说明',
  assigned: '已安排办理人',
  noted: '内部备注',
  referred: '转派',
  received: '部门接收',
  returned: '退回',
  joined: '邻居同诉',
  closed: '办结',
  solved: '确认已解决',
  reopened: '未解决，要求重新办理',
  escalated: '仍未解决，提级办理',
  unsolved: '仍未解决',
  rated: '评价',
  withdrawn: '撤回了诉求',
  published: '在小区公开',
  remind: '到期提醒',
  warn: '超时预警',
  takeover: '企业接办',
  supervise: '督办',
  list: '挂牌督办',
  raise: '提级办理',
  confer: '部门会商',
  conferred: '会商结果',
  report: '报告市住建部门',
  urged: '督促提级办理、限时办结',
  paused: '暂停计时',
  resumed: '恢复计时',
};

/** Who is no role of the platform's. */
const OTHERS = { system: '系统', department: '承办单位', joiner: '同诉业主' } as const;

function whoOf({ by, kind }: Event, mine: boolean): string {
  if (by.role === 'submitter') return mine ? '您' : '投诉人';
  // Another body handles what is referred to it; what it brings comes from its own system.
  if (by.role === 'department' && kind === 'submitted') return `其他系统 ${by.name}`;
  const name = by.role in OTHERS ? OTHERS[by.role as keyof typeof OTHERS] : ROLE_NAMES[by.role as keyof typeof ROLE_NAMES];
  return `${name} ${by.name}`.trim();
}

function wordsOf(event: Event, rating: ComplaintView['rating']): string {
  const act = event.kind === 'rated' && rating ? `评价：${RATING_NAMES[rating]}` : ACTS[event.kind];
  return event.words ? `${act}${event.kind === 'rated' ? '\n' : '：'}${event.words}` : act;
}

/** The timeline: who in their role, what they did, in their words. */
export function historyOf(view: ComplaintView): TimelineEntry[] {
  // Newest first. A rating after which it was done anew was 不满意: no other has it done anew.
  const anew = view.events.findIndex(({ kind }) => kind === 'reopened' || kind === 'escalated');
  return view.events.map((event, index) => ({
    id: event.id,
    at: event.at,
    who: whoOf(event, view.mine),
    words: wordsOf(event, anew >= 0 && index > anew ? 'dissatisfied' : view.rating),
    pictures: picturesOf(event.pictures, `${ACTS[event.kind]}的照片`),
  }));
}
