import type { WorkRow, WorkTab } from '@wuye/shared/complaint';
import { computed, ref, shallowRef } from 'vue';
import { confirmAct, toast } from '../kit/feedback';
import type { Pages } from '../kit/usePages';
import { useSubmit } from '../kit/submit';
import { markRead, unread } from './client.gen';

/** Said wherever something is marked as read: nobody may take it for an answer. */
export const READ_HINT = '已读只是您自己的记号，不算响应，期限照走。';

const TAB_NAMES: Readonly<Record<WorkTab, string>> = { open: '未办结', done: '已办结' };

type Body = Parameters<typeof markRead>[0]['body'];

/** What of the list is unread, and how it is marked as read: some that were chosen, or the whole tab. */
export function useReading(tab: WorkTab, pages: Pages<WorkRow>) {
  const seen = shallowRef<ReadonlySet<string>>(new Set());
  const picking = ref(false);
  const sending = useSubmit((idempotencyKey, body: Body) => markRead({ body }, { idempotencyKey }));
  const isUnread = ({ news }: WorkRow): boolean => Boolean(news) && !seen.value.has(news as string);
  const waiting = computed(() => pages.items.value.filter(isUnread));

  /** The chosen ones, by the news that they showed: what came since stays unread. */
  async function mark(rows: readonly WorkRow[]): Promise<void> {
    const news = rows.flatMap((row) => row.news ?? []);
    const answer = await sending.submit({ seen: news });
    if (!answer?.ok) return;
    seen.value = new Set([...seen.value, ...news]);
    picking.value = false;
    toast(`${rows.length} 件已标为已读`);
  }

  /** The whole tab, asked once more with how many they are. */
  async function markAll(): Promise<void> {
    const found = await unread({ query: { tab } });
    if (!found.ok) return toast(found.problem.title);
    const { count, more, until } = found.data;
    if (count === 0 && !more) return toast('没有未读的');
    const many = count === 0 ? '' : more ? ` ${count} 件以上` : ` ${count} 件`;
    const sure = await confirmAct({ title: `把“${TAB_NAMES[tab]}”里的${many}未读都标为已读？`, words: READ_HINT, act: '全部标为已读' });
    if (!sure) return;
    const answer = await sending.submit({ tab, until });
    if (!answer?.ok) return;
    await pages.first.reload();
    toast('已全部标为已读');
  }

  return { waiting, isUnread, picking, mark, markAll, loading: sending.loading, problem: sending.problem };
}
