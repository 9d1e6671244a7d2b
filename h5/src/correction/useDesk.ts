import { correctionRoutes, type CorrectionView, fillHouse as fillContract } from '@wuye/shared/correction';
import { computed, reactive, ref, type Ref } from 'vue';
import { confirmAct, toast } from '../kit/feedback';
import { type FormSchema, useForm } from '../kit/form';
import { useSubmit } from '../kit/submit';
import { amendTitle, fillHouse, refuseCorrection } from './client.gen';
import { areaOf } from './words';

type Box = Readonly<Ref<HTMLElement | null | undefined>>;
type Row = NonNullable<CorrectionView['desk']>['rows'][number];
type FillBody = Parameters<typeof fillHouse>[0]['body'];

interface FillValues {
  building: string;
  house: string;
  area: string;
}

/** The contract's checks over what is typed: an area as on the certificate. */
export function fillSchema(titleId: () => string, communityId: string): FormSchema<FillBody> {
  return {
    safeParse(value) {
      const { building, house, area } = value as FillValues;
      return fillContract.safeParse({ titleId: titleId(), communityId, building, house, area: areaOf(area) });
    },
  };
}

/** The clerk's answers to one correction: [补入房屋并绑定] or [改正登记] on a chosen row, or [不予更正] with the reason. */
export function useDesk(view: CorrectionView, box: Box, settle: (next: CorrectionView) => void) {
  const rows = view.desk?.rows ?? [];
  const chosen = ref<string | null>(rows.length === 1 ? (rows[0]?.titleId ?? null) : null);
  const row = computed<Row | null>(() => rows.find(({ titleId }) => titleId === chosen.value) ?? null);
  const values = reactive<FillValues>({ building: view.building, house: view.room, area: '' });
  const form = useForm(
    fillSchema(() => chosen.value ?? '', view.desk?.communityId ?? ''),
    values,
    box,
  );
  const filling = useSubmit((key, body: FillBody) => fillHouse({ params: { id: view.id }, body }, { idempotencyKey: key }));
  const amending = useSubmit((key, titleId: string) => amendTitle({ params: { id: view.id }, body: { titleId } }, { idempotencyKey: key }));

  async function fill(): Promise<void> {
    const body = form.parse();
    if (!body) return;
    const differs = row.value?.differences.length ? `\n登记人会改为 ${view.desk?.name ?? ''}：${row.value.differences.join('；')}` : '';
    const sure = await confirmAct({
      title: '补入房屋？',
      words: `${view.community} ${body.building}${body.house} 会加入基础数据，业主会收到通知，一步绑定。${differs}`,
      act: '补入房屋并绑定',
      cancel: '再核对',
    });
    const answer = sure ? await filling.submit(body) : null;
    if (!answer?.ok) return;
    settle(answer.data);
    toast('已补入，已通知业主');
  }

  async function amend(): Promise<void> {
    if (!row.value) return;
    const { titleId, house, ownerName } = row.value;
    const words = `${house ?? ''} 的登记人由 ${ownerName} 改为 ${view.desk?.name ?? ''}。您的办理会留下记录。`;
    const sure = await confirmAct({ title: '改正登记？', words, act: `改为 ${view.desk?.name ?? ''}`, cancel: '再核对', danger: true });
    const answer = sure ? await amending.submit(titleId) : null;
    if (!answer?.ok) return;
    settle(answer.data);
    toast('已改正，已通知业主');
  }

  return { rows, chosen, row, values, form, fill, amend, filling, amending };
}

/** [不予更正]: the reason, and what its owner can do. */
export function useRefusal(id: string, box: Box, settle: (next: CorrectionView) => void) {
  const values = reactive({ reason: '' });
  const form = useForm(correctionRoutes.refuseCorrection.body!, values, box);
  const { submit, loading, problem } = useSubmit((key, reason: string) => refuseCorrection({ params: { id }, body: { reason } }, { idempotencyKey: key }));

  async function send(): Promise<void> {
    const body = form.parse();
    if (!body) return;
    const answer = await submit(body.reason);
    if (answer?.ok) settle(answer.data);
  }

  return { values, form, send, loading, problem };
}
