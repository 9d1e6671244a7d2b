import { communityErrors, type CommunityView } from '@wuye/shared/community';
import { computed, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useSession } from '../app/session';
import { byCode } from '../community/client.gen';
import { useLoad, type Load } from '../kit/load';

const CODE_INVALID = 'COMMUNITY.CODE_INVALID';

/**
 * Which community is spoken to: the scanned poster's; without one the chosen of mine; and where the code is no good
 * (said by the server's redirect, or by the form later) the person picks.
 */
export function useSay() {
  const route = useRoute();
  const router = useRouter();
  const session = useSession();
  const scanned = computed(() => (typeof route.query.code === 'string' ? route.query.code : ''));
  const invalid = ref(route.query.problem === CODE_INVALID);
  const code = computed(() => (invalid.value ? '' : scanned.value || session.community?.code || ''));

  // Another poster was scanned from here.
  watch(scanned, () => (invalid.value = route.query.problem === CODE_INVALID));

  function pick(communityId: string): void {
    session.chooseCommunity(communityId);
    invalid.value = false;
    // The poster's code would win over the choice.
    if (route.query.code !== undefined || route.query.problem !== undefined) void router.replace('/say');
  }

  return {
    code,
    communities: computed(() => session.communities),
    sentence: computed(() => (invalid.value ? communityErrors[CODE_INVALID].title : '')),
    refuse: () => (invalid.value = true),
    pick,
  };
}

/** The community behind a code. */
export function useCommunity(code: string): Load<CommunityView> {
  return useLoad((signal) => byCode({ params: { code } }, { signal }), { keep: `community:${code}` });
}
