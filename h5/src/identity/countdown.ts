import { onBeforeUnmount, readonly, ref, type Ref } from 'vue';

export interface Countdown {
  /** Whole seconds that are left; 0 when over. */
  left: Readonly<Ref<number>>;
  start: (seconds: number) => void;
}

/** Seconds until something may be done again. Counts by the clock: a phone that shows the SMS meanwhile stops timers. */
export function useCountdown(): Countdown {
  const left = ref(0);
  let until = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tick(): void {
    clearTimeout(timer);
    left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    if (left.value > 0) timer = setTimeout(tick, 1000);
  }

  function start(seconds: number): void {
    until = Date.now() + seconds * 1000;
    tick();
  }

  onBeforeUnmount(() => clearTimeout(timer));
  return { left: readonly(left), start };
}
