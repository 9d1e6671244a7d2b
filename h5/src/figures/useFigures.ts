import type { LocationQueryRaw } from 'vue-router';
import { computed } from 'vue';
import type { FiguresItem, FiguresView } from '@wuye/shared/figures';
import { useRoute, useRouter } from 'vue-router';
import { serverNow } from '../kit/clock';
import { apiUrl } from '../kit/http';
import { type Page, usePages } from '../kit/usePages';
import { readFigures } from './client.gen';
import { type Asked, askedOf } from './period';

/** Figures as the page's address asks for them; another question is another address, to be kept and sent on. */
export function useFigures() {
  const route = useRoute();
  const router = useRouter();
  const asked = askedOf(route.query, serverNow());
  const query = { from: asked.from, to: asked.to, by: asked.by, ...asked.scope };
  const pages = usePages<FiguresItem>(
    async (after, signal) => {
      const answer = await readFigures({ query: { ...query, after } }, { signal });
      return answer.ok ? { ...answer, data: { ...answer.data, items: answer.data.rows } } : answer;
    },
    `figures:${JSON.stringify(query)}`,
  );
  /** The whole comes with each page: that of the first is shown, with the rows of all that were asked for. */
  const view = computed(() => (pages.first.data.value ? { ...(pages.first.data.value as FiguresView & Page<FiguresItem>), rows: pages.items.value } : null));

  function ask(change: Partial<Omit<Asked, 'scope'>>): void {
    const next = { ...asked, ...change };
    const custom = next.period === 'custom' ? { from: next.from, to: next.to } : {};
    const all: LocationQueryRaw = { period: next.period, ...custom, by: next.by, rate: next.rate, ...asked.scope };
    void router.replace({ query: all });
  }

  return { asked, pages, view, ask, file: apiUrl('/figures/export', query) };
}
