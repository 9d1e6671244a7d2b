import type { ComplaintView } from '@wuye/shared/complaint';
import type { TimelineEntry } from '../kit/Timeline.vue';
import { ROLE_NAMES } from '../app/session';
import { picturesOf, RATING_NAMES } from './words';

type Event = ComplaintView['events'][number];

const ACTS: Readonly<Record<Event['kind'], string>> = {
  submitted: '提交了诉求',
  responded: '响应',
  closed: '办结',
  solved: '确认已解决',
  reopened: '未解决，要求重新办理',
  escalated: '仍未解决，提级办理',
  rated: '评价',
};

function whoOf({ by }: Event, mine: boolean): string {
  if (by.role === 'submitter') return mine ? '您' : '投诉人';
  return `${ROLE_NAMES[by.role]} ${by.name}`.trim();
}

function wordsOf(event: Event, rating: ComplaintView['rating']): string {
  const act = event.kind === 'rated' && rating ? `评价：${RATING_NAMES[rating]}` : ACTS[event.kind];
  return event.words ? `${act}${event.kind === 'rated' ? '\n' : '：'}${event.words}` : act;
}

/** The timeline: who in their role, what they did, in their words. */
export function historyOf(view: ComplaintView): TimelineEntry[] {
  return view.events.map((event) => ({
    id: event.id,
    at: event.at,
    who: whoOf(event, view.mine),
    words: wordsOf(event, view.rating),
    pictures: picturesOf(event.pictures, `${ACTS[event.kind]}的照片`),
  }));
}
