import { z } from 'zod';
import { id, instant, pageOf, pageQuery, route } from '../kit/index.js';
import { complaintLevels, complaintRow } from './contract.js';

/** The two tabs of the work list. */
export const workTabs = ['open', 'done'] as const;
export type WorkTab = (typeof workTabs)[number];

/** Rows that a search for what is unread looks through at once (ours): a district may hold a million. */
export const UNREAD_LOOK = 500;
/** Unread ones are counted up to here: beyond it there are more. */
export const MOST_COUNTED = 99;

/** A row of the work list. What one has read is one's own mark: it answers nobody, and no clock knows of it. */
export const workRow = complaintRow.extend({
  districtName: z.string(),
  companyName: z.string(),
  level: z.enum(complaintLevels),
  assignee: z.string().nullable().describe('whom the manager gave it to; for the project and its company'),
  news: id.nullable().describe('the newest line of its timeline by someone else that the reader has not seen; null: nothing unread'),
});
export type WorkRow = z.output<typeof workRow>;

const tab = z.enum(workTabs);

export const unreadView = z.object({
  count: z.number().int().describe('unread among those looked through'),
  more: z.boolean().describe('there may be more: not everything was looked through'),
  until: instant.describe('what to mark as read up to: what came later has not been counted'),
});
export type UnreadView = z.output<typeof unreadView>;

/** Some rows by the news that they showed, or a whole tab up to an instant. */
export const markReadBody = z.union([z.object({ seen: z.array(id).min(1).max(200) }), z.object({ tab, until: instant })]);

export const readingRoutes = {
  work: route({
    method: 'GET',
    path: '/complaints/work',
    summary: 'Complaints that the reader handles or oversees, nearest deadline first, with what is unread of each',
    access: 'complaint.work',
    query: pageQuery.extend({
      tab: tab.default('open'),
      mine: z.literal('1').optional().describe('those that were given to the reader'),
      unread: z.literal('1').optional().describe(`unread ones alone; of ${UNREAD_LOOK} looked through a page may hold few or none, and \`next\` goes on`),
    }),
    response: pageOf(workRow),
    errors: ['ACCESS.DENIED'],
  }),
  unread: route({
    method: 'GET',
    path: '/complaints/work/unread',
    summary: 'How many of a tab are unread, counted as far as it costs little',
    access: 'complaint.work',
    query: z.object({ tab: tab.default('open') }),
    response: unreadView,
    errors: ['ACCESS.DENIED'],
  }),
  markRead: route({
    method: 'POST',
    path: '/complaints/reads',
    summary: 'Mark as read (批量已读): those that were shown, or a whole tab. Reading is no answer and moves no clock',
    access: 'complaint.work',
    body: markReadBody,
    status: 204,
    errors: ['ACCESS.DENIED'],
  }),
} as const;
