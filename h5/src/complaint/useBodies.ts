import { addBody as contract, type BodyKind, type BodyView, type complaintRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { computed, reactive, type Ref } from 'vue';
import { confirmAct } from '../kit/feedback';
import { useForm } from '../kit/form';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { addBody, bodies, endBody } from './client.gen';

type Body = InputOf<typeof complaintRoutes.addBody>['body'];

/** The district's bodies: add one, stop one. */
export function useBodies(box: Readonly<Ref<HTMLElement | null>>) {
  const load = useLoad((signal) => bodies({ signal }));
  const values = reactive({ name: '', kind: null as BodyKind | null, phone: '' });
  const form = useForm(contract, values, box);
  const adding = useSubmit((key, body: Body) => addBody({ body }, { idempotencyKey: key }));
  const ending = useSubmit((key, id: string) => endBody({ params: { id } }, { idempotencyKey: key }));

  async function add(): Promise<void> {
    const body = form.parse();
    if (!body) return;
    const answer = await adding.submit(body);
    if (answer && !answer.ok) return form.accept(answer.problem);
    Object.assign(values, { name: '', kind: null, phone: '' });
    await load.reload();
  }

  async function end({ id, name }: BodyView): Promise<void> {
    const sure = await confirmAct({ title: `停用${name}？`, words: '不能再转派给它；已经转派的不受影响。', act: '停用', cancel: '不停用' });
    if (!sure) return;
    await ending.submit(id);
    await load.reload();
  }

  const problem = computed(() => (Object.values(form.errors).some(Boolean) ? null : (adding.problem.value ?? ending.problem.value)));
  return { load, values, errors: form.errors, check: form.check, add, end, loading: adding.loading, problem };
}
