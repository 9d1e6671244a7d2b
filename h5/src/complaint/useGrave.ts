import type { ComplaintView, togetherRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { computed } from 'vue';
import type { FormSchema } from '../kit/form';
import type { Answer } from '../kit/http';
import { grave } from './client.gen';
import { useActForm } from './useActForm';

type Body = InputOf<typeof togetherRoutes.grave>['body'];

/** 标为重大, or no longer, as it stands now. */
export function useGrave(complaint: () => ComplaintView, tell: (answer: Answer<ComplaintView> | null) => void) {
  const marked = computed(() => complaint().flags.includes('grave'));
  const schema: FormSchema<Body> = {
    safeParse(value) {
      const { reason } = value as Pick<Body, 'reason'>;
      if ([...reason.trim()].length >= 4) return { success: true, data: { grave: !marked.value, reason } };
      return { success: false, error: { issues: [{ path: ['reason'], message: '请写明理由，至少 4 个字' }] } };
    },
  };
  const send = (body: Body, idempotencyKey: string) => grave({ params: { no: complaint().no }, body }, { idempotencyKey });
  return { marked, ...useActForm({ empty: () => ({ reason: '' }), schema, send, done: '已记录' }, tell) };
}
