import { type Calendar, formatDue } from '@wuye/shared/calendar';
import { deadlineOf, explainAt, type PromisesView, type Sources } from '@wuye/shared/policy';
import { computed, shallowRef, type ComputedRef } from 'vue';
import { serverNow, useNow } from '../kit/clock';
import { readPromises } from './client.gen';

/** What whoever speaks up is promised before they do. */
export interface Promised {
  /** unknown: the rules are not here yet, or could not be read; none: the working calendar does not reach. */
  readonly state: 'known' | 'unknown' | 'none';
  /** The line above the button. */
  readonly words: string;
  /** The rule's own sentence and its source; empty where there is none. */
  readonly explain: string;
  readonly source: string;
}

/** A city changes its rules rarely: within ten minutes the next page asks nobody. */
const FRESH = 10 * 60_000;
const kept = shallowRef<{ readonly at: number; readonly promises: PromisesView } | null>(null);

/** Reads the city's rules once for all pages; what fails is asked again by the next page. */
async function read(): Promise<void> {
  if (kept.value && Math.abs(serverNow() - kept.value.at) < FRESH) return;
  const answer = await readPromises();
  if (answer.ok) kept.value = { at: serverNow(), promises: answer.data };
}

/** Drops what was read: for specs, and after the rules were saved here. */
export function forgetPromises(): void {
  kept.value = null;
}

/** What the first clock waits for: an answer (成都), or 受理登记 (惠州). */
const FIRST: Readonly<Partial<Record<string, string>>> = { respond: '有人响应', accept: '受理登记' };
const UNKNOWN: Promised = { state: 'unknown', words: '提交后马上告诉您办理期限', explain: '', source: '' };
/** Said where the working calendar does not reach: there is no promise that could be shown. */
const NONE: Promised = { state: 'none', words: '新一年的工作日历公布后会给出期限。急事请先打电话。', explain: '', source: '' };

/** The promise by the same rule as the api's: of the clocks that receipt starts, the one that ends first. */
export function promisedAt({ years, ...policy }: PromisesView, now: number): Promised {
  const names = Object.entries(policy.clocks).filter(([, clock]) => clock.starts.includes('received'));
  const found = names.flatMap(([name]) => {
    const deadline = deadlineOf(policy, name, now, years);
    return 'error' in deadline ? [] : [{ name, deadline }];
  });
  const [first] = found.sort((one, other) => one.deadline.dueAt - other.deadline.dueAt);
  if (!first) return NONE;
  const { name, deadline } = first;
  const words = `现在提交，${formatDue(deadline.dueAt, now)} 前${FIRST[name] ?? '有人办理'}`;
  return { state: 'known', words, explain: explainAt(deadline, now), source: deadline.source };
}

/** The city's own notice on a thing, to be cited; '' until it is here, and where there is none. */
export function useSource(name: keyof Sources): ComputedRef<string> {
  void read();
  return computed(() => kept.value?.promises.sources[name] ?? '');
}

/** The working calendar as the city keeps it; empty until it is here, so that nothing is promised by days that nobody knows. */
export function useYears(): ComputedRef<Calendar> {
  void read();
  return computed(() => kept.value?.promises.years ?? []);
}

/** The same for a page: ticking, and read lazily. */
export function usePromise(): ComputedRef<Promised> {
  const now = useNow();
  void read();
  return computed(() => (kept.value ? promisedAt(kept.value.promises, now.value) : UNKNOWN));
}
