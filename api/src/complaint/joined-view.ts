import type { ComplaintView } from '@wuye/shared/complaint';
import { buildingOf, redactWords } from '@wuye/shared/privacy';

/**
 * What someone who joined sees of another's complaint: what it is about, where it stands, what those who work on it do. What its submitter
 * said, showed and is stays theirs; where others name them, the name and every long number is masked.
 * @param name the submitter's, '' where it is not known
 */
export function forJoiner(view: ComplaintView, name: string): ComplaintView {
  return {
    ...view,
    words: '',
    place: buildingOf(view.place),
    position: null,
    pictures: [],
    anonymous: false,
    submitter: null,
    outsideNo: null,
    sorting: null,
    pauses: [],
    events: view.events.map((event) =>
      event.by.role === 'submitter' || event.by.role === 'joiner' ? { ...event, words: '', pictures: [] } : { ...event, words: redactWords(event.words, name) },
    ),
    can: view.can.filter((act) => act === 'leave' || act === 'supplement'),
  };
}
