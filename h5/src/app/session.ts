import type { SessionView } from '@wuye/shared/identity';
import type { Role } from '@wuye/shared/kit';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import { clearDrafts } from '../kit/draft';
import { call, forgetSignIn, type Problem } from '../kit/http';
import { clearKept } from '../kit/load';

const COMMUNITY = 'wuye:community';
const ROLE = 'wuye:role';

type Held = SessionView['roles'][number];
const keyOf = ({ role, scopeId }: Pick<Held, 'role' | 'scopeId'>): string => `${role} ${scopeId}`;

export { roleNames as ROLE_NAMES } from '@wuye/shared/kit';

/** How many messages are unread, which changes while the session stays. */
function unreadOf(view: ShallowRef<SessionView | null>) {
  /** At most 100. */
  const unread = computed(() => view.value?.unread ?? 0);

  /** For an act that answers with the new count. */
  function setUnread(count: number): void {
    if (view.value) view.value = { ...view.value, unread: count };
  }

  /** Messages come while a page is open. Without an answer the last count stays: nobody waits for it. */
  async function refreshUnread(): Promise<void> {
    const answer = await call<{ unread: number }>('GET', '/messages/unread');
    if (answer.ok) setUnread(answer.data.unread);
  }

  return { unread, setUnread, refreshUnread };
}

/** The role chosen last under 身份认证; kept on the phone. */
function chosenOf(roles: ComputedRef<readonly Held[]>, chooseCommunity: (id: string) => void) {
  const chosen = ref(localStorage.getItem(ROLE));
  /** Null before a choice, and once the role is no longer held. */
  const current = computed(() => roles.value.find((grant) => keyOf(grant) === chosen.value) ?? null);

  /** Switches to a role held: a community's role brings its community along. */
  function chooseRole(grant: Held): void {
    chosen.value = keyOf(grant);
    localStorage.setItem(ROLE, chosen.value);
    if (grant.scopeType === 'community') chooseCommunity(grant.scopeId);
  }

  return { current, chooseRole };
}

/** The communities that the person has to do with, and the one looked at. */
function placesOf(view: ShallowRef<SessionView | null>, roles: ComputedRef<readonly Held[]>) {
  const chosen = ref(localStorage.getItem(COMMUNITY));
  const communities = computed(() => view.value?.communities ?? []);
  /** Where one owns a home, then where one serves; only owners have the poster's code from here. */
  const places = computed(() => {
    const served = roles.value
      .filter(({ scopeType }) => scopeType === 'community')
      .map(({ scopeId, scopeName }) => ({ id: scopeId, name: scopeName, code: '' }));
    return [...communities.value, ...served.filter(({ id }) => !communities.value.some((own) => own.id === id))];
  });
  /** The community chosen last; the first one when there is no choice yet. */
  const community = computed(() => places.value.find(({ id }) => id === chosen.value) ?? places.value[0] ?? null);

  function chooseCommunity(id: string): void {
    chosen.value = id;
    localStorage.setItem(COMMUNITY, id);
  }

  return { communities, places, community, chooseCommunity };
}

/** Who is signed in, what they may be, and which community they look at. Pages open after it is loaded (App.vue). */
export const useSession = defineStore('session', () => {
  const view = shallowRef<SessionView | null>(null);
  const problem = ref<Problem | null>(null);
  const pending = ref(false);

  let loading: Promise<void> | undefined;

  async function read(): Promise<void> {
    pending.value = true;
    const answer = await call<SessionView>('GET', '/session');
    pending.value = false;
    if (answer.ok) set(answer.data);
    else problem.value = answer.problem;
  }

  /** Asks the server; calls at the same time share one request. */
  function load(): Promise<void> {
    loading ??= read().finally(() => (loading = undefined));
    return loading;
  }

  /** For an act that answers with the session itself (claiming a role). */
  function set(next: SessionView): void {
    view.value = next;
    problem.value = null;
    forgetSignIn();
  }

  const account = computed(() => view.value?.account ?? null);
  const person = computed(() => view.value?.person ?? null);
  const roles = computed(() => view.value?.roles ?? []);
  const { communities, places, community, chooseCommunity } = placesOf(view, roles);

  /** Whether the person holds one of these roles, anywhere. */
  const has = (...wanted: readonly Role[]): boolean => roles.value.some(({ role }) => wanted.includes(role));

  /** Ends the session here and clears what it left on the phone: phones are lent and shared. */
  async function signOut(): Promise<Problem | null> {
    const answer = await call<void>('DELETE', '/session');
    if (!answer.ok) return answer.problem;
    forget();
    return null;
  }

  /** The session has ended on the server: what it left on the phone goes. */
  function forget(): void {
    clearDrafts();
    clearKept();
    localStorage.removeItem(COMMUNITY);
    localStorage.removeItem(ROLE);
    view.value = null;
  }

  return {
    view,
    problem,
    pending,
    account,
    person,
    roles,
    communities,
    places,
    community,
    ...unreadOf(view),
    ...chosenOf(roles, chooseCommunity),
    has,
    load,
    set,
    chooseCommunity,
    signOut,
    forget,
  };
});
