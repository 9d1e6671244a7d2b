import { computed, onBeforeUnmount } from 'vue';
import { isOffline } from '../kit/http';
import type { Binding } from './useBinding';

const SOONEST = 2_000;
const LATEST = 15_000;

/** When to look again: half of the wait that is left, so that a long queue is not asked by everyone at once. */
export function lookAgainAfter(seconds: number | undefined): number {
  return Math.min(Math.max(((seconds ?? 0) * 1000) / 2, SOONEST), LATEST);
}

/** A wait in words: rounded up, for less than was said is no disappointment. */
export function waitWords(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds / 10) * 10} 秒`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} 分钟`;
  return `${Math.ceil(seconds / 3600)} 小时`;
}

/** One's place before the register, looked at again and again while the page is in sight. */
export function useQueue({ application, problem, reload }: Binding) {
  const turn = computed(() => application.value?.turn ?? null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  async function look(): Promise<void> {
    if (!document.hidden) await reload();
    plan();
  }

  function plan(): void {
    clearTimeout(timer);
    if (!gone) timer = setTimeout(() => void look(), lookAgainAfter(turn.value?.seconds));
  }

  plan();
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
  });
  return {
    place: computed(() => turn.value?.place ?? null),
    wait: computed(() => (turn.value ? waitWords(turn.value.seconds) : '')),
    away: computed(() => problem.value !== null && isOffline(problem.value)),
  };
}
