import { conferComplaint, conferredComplaint, type complaintRoutes, type ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { serverNow } from '../kit/clock';
import type { Answer } from '../kit/http';
import { confer, conferred } from './client.gen';
import { inTwoDays, withDue } from './dueTime';
import { useActForm } from './useActForm';

type ConferBody = InputOf<typeof complaintRoutes.confer>['body'];
type Tell = (answer: Answer<ComplaintView> | null) => void;

interface Conference {
  bodies: string;
  words: string;
  time: string;
}

/** Bodies as people write them, one after the other. */
const conferForm = withDue<Conference, ConferBody>(conferComplaint, '请选出结果的时限', ({ bodies, words }) => ({
  bodies: bodies
    .split(/[、，,；;\n]/u)
    .map((each) => each.trim())
    .filter(Boolean),
  words,
}));

/** 部门会商{单位}{事项}{时限}. */
export function useConfer(no: string, tell: Tell) {
  const empty = (): Conference => ({ bodies: '', words: '', time: inTwoDays(serverNow()) });
  return useActForm(
    { empty, schema: conferForm, done: '已发起会商', send: (body, idempotencyKey) => confer({ params: { no }, body }, { idempotencyKey }) },
    tell,
  );
}

/** 会商结果. */
export function useConferred(no: string, tell: Tell) {
  const empty = () => ({ words: '' });
  return useActForm(
    { empty, schema: conferredComplaint, done: '已提交会商结果', send: (body, idempotencyKey) => conferred({ params: { no }, body }, { idempotencyKey }) },
    tell,
  );
}
