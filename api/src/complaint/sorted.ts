import type { complaintRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { type Policy, proposable } from '@wuye/shared/policy';
import type { Rules } from '../policy/index.js';
import type { Complaint } from './entities.js';

export type SortingBody = InputOf<typeof complaintRoutes.accept>['body'];

/** What sorting a complaint works on. */
export interface Sorted {
  /** As it was before. */
  readonly complaint: Complaint;
  readonly body: SortingBody;
  readonly rules: Rules;
  /** First words on the timeline: the class, and that it was corrected. */
  readonly heading: string;
}

/** The heading and, where something was said, the words. */
export const linesOf = (heading: string, words: string): string => (words ? `${heading}。${words}` : heading);

/** Words for someone who is sent elsewhere are more than a shrug (ours). */
const CHANNEL_WORDS_MIN = 10;

/** What will be done is more than a word (ours). */
const MEASURE_MIN = 4;

/**
 * What the class needs and the form lacks: what will be done and a date that its owner is asked about (惠州 2026 三 “明确处置措施和办结时限”), or
 * the right channel with words. Null when nothing.
 */
export function lacking(
  policy: Policy,
  { class: cls, proposedDate, channel, words }: SortingBody,
  now: Date,
): 'COMPLAINT.DATE_WRONG' | 'COMPLAINT.MEASURE_MISSING' | 'COMPLAINT.CHANNEL_MISSING' | null {
  if (cls === 'outside') {
    const known = policy.channels.some(({ name }) => name === channel);
    return known && [...words].length >= CHANNEL_WORDS_MIN ? null : 'COMPLAINT.CHANNEL_MISSING';
  }
  if (policy.classes[cls] !== 'agreed') return proposedDate ? 'COMPLAINT.DATE_WRONG' : null;
  const { earliest, latest } = proposable(policy, now.getTime());
  if (!proposedDate || proposedDate < earliest || proposedDate > latest) return 'COMPLAINT.DATE_WRONG';
  return [...words].length >= MEASURE_MIN ? null : 'COMPLAINT.MEASURE_MISSING';
}
