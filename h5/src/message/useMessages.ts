import { type MessageRow, MOST_UNREAD } from '@wuye/shared/message';
import { reactive, ref, watch } from 'vue';
import { useSession } from '../app/session';
import { usePages } from '../kit/usePages';
import { useSubmit } from '../kit/submit';
import { markRead, mine } from './client.gen';

export type Tab = 'all' | MessageRow['tab'];
export type Reading = ReturnType<typeof useReading>;

/** The server counts no further than this. */
export const countWords = (unread: number): string => (unread >= MOST_UNREAD ? `${MOST_UNREAD - 1}+` : String(unread));

/** What is read on this page: it counts down the session's unread ones, which the home page shows. */
export function useReading() {
  const session = useSession();
  const { submit, loading, problem } = useSubmit((key) => markRead({ body: { all: true } }, { idempotencyKey: key }));
  /** Read since the list was: it is not fetched anew for that, and keeps its place. */
  const seen = reactive(new Set<string>());
  /** How often all were marked: the list then takes what it shows for read. */
  const swept = ref(0);
  const isRead = (row: MessageRow): boolean => row.read || seen.has(row.id);

  /** On the way to where the message leads, which waits for nothing: one that was not marked is unread the next time. */
  async function open(row: MessageRow): Promise<void> {
    if (isRead(row)) return;
    seen.add(row.id);
    const answer = await markRead({ body: { ids: [row.id] } });
    if (answer.ok) session.setUnread(answer.data.unread);
    else seen.delete(row.id);
  }

  /** Marks all, of every tab; resolves to whether that is done. */
  async function readAll(): Promise<boolean> {
    const answer = await submit();
    if (!answer?.ok) return false;
    swept.value += 1;
    session.setUnread(answer.data.unread);
    return true;
  }

  return { seen, swept, isRead, open, readAll, marking: loading, problem };
}

/** One tab's messages. */
export function useMessages(tab: Tab, { seen, swept }: Reading) {
  const session = useSession();
  const pages = usePages((after, signal) => mine({ query: { tab, after } }, { signal }), `messages:${session.account?.id ?? ''}:${tab}`);
  // A list read anew may bring messages that came after the session's count.
  watch(pages.first.data, () => session.refreshUnread());
  watch(swept, () => pages.items.value.forEach(({ id }) => seen.add(id)));
  return pages;
}
