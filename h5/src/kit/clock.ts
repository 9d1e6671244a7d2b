import { onBeforeUnmount, onMounted, readonly, ref, type Ref } from 'vue';

const MINUTE = 60_000;
/** The Date header has whole seconds: a smaller difference means nothing. */
const GRAIN = 1_500;

let offset = 0;

/** Learns the server's clock from an answer's Date header: deadlines are the server's, phones are often wrong. */
export function noteServerTime(date: string | null, sentAt: number, receivedAt: number): void {
  const server = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(server)) return;
  const found = server + 500 - (sentAt + receivedAt) / 2;
  if (Math.abs(found - offset) > GRAIN) {
    offset = Math.abs(found) > GRAIN ? found : 0;
    now.value = serverNow();
  }
}

/** The server's time now, in milliseconds. */
export function serverNow(): number {
  return Date.now() + offset;
}

const now = ref(serverNow());
let users = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  now.value = serverNow();
  clearTimeout(timer);
  timer = setTimeout(tick, MINUTE - (now.value % MINUTE) + 50);
}

/** The server's time in milliseconds, moving once a minute while someone looks: countdowns share this one ticker. */
export function useNow(): Readonly<Ref<number>> {
  onMounted(() => {
    users += 1;
    if (users === 1) document.addEventListener('visibilitychange', tick);
    tick();
  });
  onBeforeUnmount(() => {
    users -= 1;
    if (users > 0) return;
    document.removeEventListener('visibilitychange', tick);
    clearTimeout(timer);
  });
  return readonly(now);
}

/** Runs `reload` when the browser brings the page back from its cache: iOS shows old state after going back. */
export function useReload(reload: () => unknown): void {
  const onShow = (event: PageTransitionEvent) => {
    if (event.persisted) void reload();
  };
  onMounted(() => window.addEventListener('pageshow', onShow));
  onBeforeUnmount(() => window.removeEventListener('pageshow', onShow));
}
