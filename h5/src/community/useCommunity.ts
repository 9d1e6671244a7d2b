import type { CommunityView } from '@wuye/shared/community';
import { computed, watch } from 'vue';
import { useRouter } from 'vue-router';
import { mayUse } from '../app/permissions';
import { useSession } from '../app/session';
import type { Answer } from '../kit/http';
import { useLoad } from '../kit/load';
import { byCode, poster } from './client.gen';
import { gridOf } from './tiles';

/** One community as this person knows it: owners by its code, those who serve or oversee it by its poster. */
export function useCommunity(id: string) {
  const session = useSession();
  const router = useRouter();
  const code = computed(() => session.communities.find((each) => each.id === id)?.code ?? '');
  const here = computed(() => session.roles.filter(({ scopeType, scopeId }) => scopeType === 'community' && scopeId === id));
  /** Roles that reach further than one community; the server says whether this one is within. */
  const above = computed(() => session.roles.filter(({ scopeType }) => scopeType !== 'community'));

  async function read(signal: AbortSignal): Promise<Answer<CommunityView>> {
    if (code.value) return byCode({ params: { code: code.value } }, { signal });
    const answer = await poster({ params: { id } }, { signal });
    const [grant] = here.value;
    // Staff may not print the poster; the name they have from their role.
    if (answer.ok || !grant || answer.problem.code !== 'ACCESS.DENIED') return answer;
    return { ok: true, data: { id, name: grant.scopeName, districtName: '', address: '', companyName: '', servicePhone: '' } };
  }

  const load = useLoad(read, { keep: `community:${session.account?.id ?? ''}:${id}` });
  const stranger = computed(() => load.problem.value?.code === 'ACCESS.DENIED');
  const exists = (path: string) => router.resolve(path).name !== 'not-found';
  const tiles = computed(() => {
    const grants = code.value || here.value.length ? here.value : above.value;
    const may = (action: string) => mayUse(action, grants);
    return gridOf({ id, code: code.value, roles: grants.map(({ role }) => role), exists, may });
  });

  if (session.places.some((place) => place.id === id)) session.chooseCommunity(id);
  // 切换小区 in the bar above the page.
  watch(
    () => session.community?.id,
    (next) => next && next !== id && void router.replace(`/c/${next}`),
  );
  return { load, stranger, tiles };
}
