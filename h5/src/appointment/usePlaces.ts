import type { Appointable, Duty } from '@wuye/shared/appointment';
import { roleNames } from '@wuye/shared/kit';
import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { useSession } from '../app/session';
import { useLoad } from '../kit/load';
import { usePages } from '../kit/usePages';
import { duties, places } from './client.gen';
import { pageTitle } from './words';

/** The offices that I may give, and the one that `?tab=` asks for. */
export function useDuties() {
  const route = useRoute();
  const session = useSession();
  const load = useLoad((signal) => duties({ signal }), { keep: `duties:${session.account?.id ?? ''}` });
  const all = computed<readonly Duty[]>(() => load.data.value?.duties ?? []);
  const current = computed(() => all.value.find(({ role }) => role === route.query.tab) ?? all.value[0] ?? null);
  const tabs = computed(() => all.value.map(({ role }) => ({ value: role, label: roleNames[role] })));
  return { load, all, current, tabs, title: computed(() => pageTitle(session.has)) };
}

/** One of the offices by the role in the address. */
export function useDuty(role: string) {
  const { load, all, title } = useDuties();
  return { load, title, duty: computed(() => all.value.find((each) => each.role === role) ?? null) };
}

/** The places of an office with who holds it there. */
export function usePlaces(role: Appointable) {
  const session = useSession();
  return usePages(
    (after, signal) => places({ query: { role, limit: 50, ...(after && { after }) } }, { signal }),
    `appoint:${role}:${session.account?.id ?? ''}`,
  );
}
