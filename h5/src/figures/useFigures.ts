import type { LocationQueryRaw } from 'vue-router';
import { useRoute, useRouter } from 'vue-router';
import { serverNow } from '../kit/clock';
import { apiUrl } from '../kit/http';
import { useLoad } from '../kit/load';
import { readFigures } from './client.gen';
import { type Asked, askedOf } from './period';

/** Figures as the page's address asks for them; another question is another address, to be kept and sent on. */
export function useFigures() {
  const route = useRoute();
  const router = useRouter();
  const asked = askedOf(route.query, serverNow());
  const query = { from: asked.from, to: asked.to, by: asked.by, ...asked.scope };
  const load = useLoad((signal) => readFigures({ query }, { signal }), { keep: `figures:${JSON.stringify(query)}` });

  function ask(change: Partial<Omit<Asked, 'scope'>>): void {
    const next = { ...asked, ...change };
    const custom = next.period === 'custom' ? { from: next.from, to: next.to } : {};
    const all: LocationQueryRaw = { period: next.period, ...custom, by: next.by, rate: next.rate, ...asked.scope };
    void router.replace({ query: all });
  }

  return { asked, load, ask, file: apiUrl('/figures/export', query) };
}
