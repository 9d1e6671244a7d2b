import { identityRoutes, type SessionView } from '@wuye/shared/identity';
import type { Role } from '@wuye/shared/kit';
import { computed, nextTick, ref, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { ROLE_NAMES, useSession } from '../app/session';
import { toast } from '../kit/feedback';
import { useSubmit } from '../kit/submit';
import { claimRole } from './client.gen';
import { identityOf, IDENTITIES, type Identity } from './roles';
import { usePhoneProof } from './usePhoneProof';

type Grant = SessionView['roles'][number];
type Body = Parameters<typeof claimRole>[0]['body'];
const roleSchema = identityRoutes.claimRole.body!.shape.role;

/** 已切换到 项目经理 · 华阳小区. */
export function switchedTo({ role, scopeName }: Pick<Grant, 'role' | 'scopeName'>): string {
  return `已切换到 ${ROLE_NAMES[role]} · ${scopeName}`;
}

/** Goes home as one of the roles held: a community's role brings its community along. */
function useSwitch() {
  const session = useSession();
  const router = useRouter();
  return async (grant: Grant) => {
    session.chooseRole(grant);
    await router.replace('/');
    toast(switchedTo(grant));
  };
}

/** 请选择您的身份: a role held is switched to, an owner binds, others prove their phone. */
export function useRole() {
  const route = useRoute();
  const router = useRouter();
  const session = useSession();
  const switchTo = useSwitch();
  const held = (identity: Identity) => session.roles.filter(({ role }) => identity.roles.includes(role));
  const list = computed(() => IDENTITIES.map((identity) => ({ identity, held: held(identity).map(({ scopeName }) => scopeName) })));
  /** The places of a role held at several: which of them is asked. */
  const several = ref<readonly Grant[]>([]);

  async function choose(identity: Identity): Promise<void> {
    const grants = held(identity);
    if (grants.length > 1) return void (several.value = grants);
    const [grant] = grants;
    if (grant) return switchTo(grant);
    await router.push(identity.roles.includes('owner') ? '/bind' : { query: { as: identity.roles[0] } });
  }

  /** Where one is now: the choice made last, else the community looked at. */
  const isCurrent = (grant: Grant) =>
    session.current ? session.current.role === grant.role && session.current.scopeId === grant.scopeId : grant.scopeId === session.community?.id;

  return { list, choose, several, switchTo, isCurrent, claiming: computed(() => identityOf(route.query.as)) };
}

/**
 * The form that proves a registered phone.
 * @param box the form's element
 */
export function useClaim(identity: Identity, box: Readonly<Ref<HTMLElement | undefined>>) {
  const session = useSession();
  const switchTo = useSwitch();
  const role = ref<Role | null>(identity.roles.length === 1 ? identity.roles[0]! : null);
  const roleError = ref('');
  const proof = usePhoneProof(box);
  const { submit, loading, problem } = useSubmit((key, body: Body) => claimRole({ body }, { idempotencyKey: key }));

  async function send(): Promise<void> {
    const wanted = roleSchema.safeParse(role.value);
    roleError.value = wanted.success ? '' : '请选择是区还是市';
    const phone = proof.parse();
    // The choice stands above the fields: it is the first that lacks.
    if (!wanted.success) void nextTick(() => box.value?.querySelector('input')?.focus());
    if (!wanted.success || !phone) return;
    const answer = await submit({ ...phone, role: wanted.data });
    proof.accept(problem.value);
    if (!answer?.ok) return;
    session.set(answer.data);
    const grant = answer.data.roles.find((each) => each.role === wanted.data);
    if (grant) await switchTo(grant);
  }

  return { role, roleError, proof, loading, problem, send };
}
