import type { CallerView, ComplaintView } from '@wuye/shared/complaint';
import { ref } from 'vue';
import type { Answer } from '../kit/http';
import { useLoad } from '../kit/load';
import { callerJudge, callerRate, callerRead } from './client.gen';
import type { VerdictWay } from './useVerdict';

/** What a caller's page shows, as the cards of a complaint take it: what the answer lacks is not shown. */
function asView(caller: CallerView): ComplaintView {
  const events = caller.events.map(({ role, ...event }) => ({ ...event, by: { role, name: '' }, pictures: [] }));
  const lacking = {
    words: '',
    place: '',
    position: null,
    pictures: [],
    submitter: null,
    source: 'phone' as const,
    outsideNo: null,
    referral: null,
    sorting: null,
    proposedDate: null,
    agreedDate: null,
    pauses: [],
  };
  return { ...lacking, ...caller, events, anonymous: false, mine: true, joined: false };
}

const seen = (answer: Answer<CallerView>): Answer<ComplaintView> => (answer.ok ? { ok: true, data: asView(answer.data) } : answer);

/** A caller's complaint by the token of their SMS. Nothing of it is kept on the phone: it may be lent. */
export function useCaller(token: string) {
  const load = useLoad(async (signal) => seen(await callerRead({ body: { token } }, { signal })));
  const notice = ref('');
  const way: VerdictWay = {
    judge: async (_no, body, idempotencyKey) => seen(await callerJudge({ body: { ...body, token } }, { idempotencyKey })),
    rate: async (_no, body, idempotencyKey) => seen(await callerRate({ body: { ...body, token } }, { idempotencyKey })),
  };

  async function settle(answer: Answer<ComplaintView> | null): Promise<void> {
    if (!answer) return;
    notice.value = '';
    if (answer.ok) return load.set(answer.data);
    if (answer.problem.code !== 'COMPLAINT.STEP_WRONG') return;
    await load.reload();
    notice.value = '这件诉求已经到了下一步，已为您刷新。';
  }

  return { load, notice, settle, way };
}
