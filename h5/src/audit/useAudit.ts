import { computed, reactive } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { apiUrl } from '../kit/http';
import { usePages } from '../kit/usePages';
import { searchAudit } from './client.gen';

const NAMES = ['from', 'to', 'actor', 'about', 'action', 'subject'] as const;
type Name = (typeof NAMES)[number];

/** A day as typed, in Shanghai, as the instant it begins. */
const dayStart = (day: string, days = 0): string => new Date(Date.parse(`${day}T00:00:00+08:00`) + days * 86_400_000).toISOString();

/** What the address says is asked for: `to` is the last day, included. */
export function filterOf(query: Readonly<Record<string, unknown>>): Partial<Record<Name, string>> {
  const filter: Partial<Record<Name, string>> = {};
  for (const name of NAMES) {
    const value = String(query[name] ?? '').trim();
    if (value) filter[name] = name === 'from' ? dayStart(value) : name === 'to' ? dayStart(value, 1) : value;
  }
  return filter;
}

/** The audit log as the page's address asks for it: a search is an address, to be kept and sent on. */
export function useAudit() {
  const route = useRoute();
  const router = useRouter();
  const filter = filterOf(route.query);
  const values = reactive(Object.fromEntries(NAMES.map((name) => [name, String(route.query[name] ?? '')])) as Record<Name, string>);
  const pages = usePages((after, signal) => searchAudit({ query: { ...filter, ...(after && { after }), limit: 50 } }, { ...(signal && { signal }) }), '');

  async function search(): Promise<void> {
    await router.replace({ query: Object.fromEntries(Object.entries(values).filter(([, value]) => value)) });
  }

  async function clear(): Promise<void> {
    await router.replace({ query: {} });
  }

  return { values, pages, search, clear, file: computed(() => apiUrl('/audit/export', filter)) };
}
