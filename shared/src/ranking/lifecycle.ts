import { defineLifecycle } from '../kit/index.js';

export const listingStates = ['found', 'noticed', 'appealed', 'confirmed', 'published', 'withdrawn', 'dropped'] as const;
export type ListingState = (typeof listingStates)[number];
export const listingEvents = ['notice', 'appeal', 'uphold', 'dismiss', 'publish', 'withdraw', 'drop'] as const;
export type ListingEvent = (typeof listingEvents)[number];

export const listingStateNames: Readonly<Record<ListingState, string>> = {
  found: '待告知',
  noticed: '告知中',
  appealed: '申诉待答复',
  confirmed: '申诉未成立',
  published: '已公布',
  withdrawn: '已撤下',
  dropped: '不列入',
};

/**
 * 红黑榜 (成住建发〔2023〕62号 三(四)). Found by the figures; its company is told and may appeal (申诉) before anything is published;
 * ours, where the notice is silent: notice, one appeal, and withdrawal with a reason.
 */
export const listingLifecycle = defineLifecycle<ListingState, ListingEvent>({
  initial: 'found',
  states: {
    found: { notice: 'noticed', drop: 'dropped' },
    noticed: { appeal: 'appealed', publish: 'published', drop: 'dropped' },
    appealed: { uphold: 'dropped', dismiss: 'confirmed' },
    confirmed: { publish: 'published', drop: 'dropped' },
    published: { withdraw: 'withdrawn' },
    withdrawn: {},
    dropped: {},
  },
});
