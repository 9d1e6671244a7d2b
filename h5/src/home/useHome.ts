import { computed, ref, watchEffect } from 'vue';
import { useRouter } from 'vue-router';
import { useSession } from '../app/session';
import { byCode } from '../community/client.gen';
import { useReload } from '../kit/clock';
import { useElder } from '../kit/elder';
import { useLoad } from '../kit/load';
import { joinTodos, type Todo, type TodoSource } from '../kit/todo';
import { elderTiles, tilesOf, type TileContext } from './tiles';

const MOST_SHOWN = 3;
const sources = import.meta.glob<TodoSource>('../*/todos.ts', { import: 'default' });

/** The service desk's number of the chosen community, for who may want to call: asked for in 长辈版 alone. */
function useServicePhone(wanted: () => boolean) {
  const session = useSession();
  const phone = ref('');
  watchEffect(async () => {
    const code = session.community?.code;
    phone.value = '';
    if (!wanted() || !code) return;
    const answer = await byCode({ params: { code } });
    // Without an answer there is no tile to call by; the community may have changed meanwhile.
    if (answer.ok && session.community?.code === code) phone.value = answer.data.servicePhone;
  });
  return phone;
}

/** What the home page shows: who one is, what waits, and the functions that exist for these roles. */
export function useHome() {
  const session = useSession();
  const router = useRouter();
  const elder = useElder().on;
  const phone = useServicePhone(() => elder.value);
  const exists = (path: string) => router.resolve(path).name !== 'not-found';

  const todos = useLoad<Todo[]>(
    async (signal) => {
      const answers = await Promise.all(Object.values(sources).map(async (source) => (await source())(signal)));
      return joinTodos(answers, MOST_SHOWN);
    },
    { keep: `todos:${session.account?.id ?? ''}` },
  );

  // The session counted when the app was opened; who comes back from another page has read some, or was sent more.
  if ((window.history.state as { back?: string | null } | null)?.back) void session.refreshUnread();
  useReload(session.refreshUnread);

  const context = computed<TileContext>(() => ({
    session: { roles: session.roles, unread: session.unread },
    communityId: session.community?.id ?? null,
    exists,
  }));
  const blocks = computed(() =>
    [
      { title: '我的工作', tiles: tilesOf('work', context.value) },
      { title: '我的小区', tiles: tilesOf('community', context.value) },
      { title: '互动交流', tiles: tilesOf('talk', context.value) },
    ].filter(({ tiles }) => tiles.length > 0),
  );
  return { session, todos, blocks, large: computed(() => elderTiles(context.value, phone.value)), elder, exists };
}
