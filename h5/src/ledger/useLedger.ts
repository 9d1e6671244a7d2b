import type { LedgerView } from '@wuye/shared/ledger';
import { confirmAct, toast } from '../kit/feedback';
import { apiUrl, type Answer } from '../kit/http';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { fillLedger, ledger, returnLedger, signLedger, submitLedger } from './client.gen';

export interface Note {
  no: string;
  cause: string;
  remedy: string;
}
type Act = ({ act: 'fill' } & Note) | { act: 'submit' } | { act: 'sign' } | { act: 'return'; reason: string };

const DONE = { fill: '已保存', submit: '复盘已提交', sign: '已签发，并向业主公开', return: '已退回' } as const;

/** One month of one community, and the acts on it. */
export function useLedger(id: string, month: string) {
  const load = useLoad((signal) => ledger({ params: { id }, query: { month } }, { signal }), { keep: `ledger:${id}:${month}` });

  function send(key: string, sent: Act): Promise<Answer<LedgerView>> {
    const [params, options] = [{ id }, { idempotencyKey: key }];
    if (sent.act === 'submit') return submitLedger({ params, body: { month } }, options);
    if (sent.act === 'sign') return signLedger({ params, body: { month } }, options);
    if (sent.act === 'return') return returnLedger({ params, body: { month, reason: sent.reason } }, options);
    const { no, cause, remedy } = sent;
    return fillLedger({ params, body: { month, no, cause, remedy } }, options);
  }
  const sending = useSubmit(send);

  /** True when it was done. */
  async function act(sent: Act): Promise<boolean> {
    const asked = { title: '签发本月复盘？', words: '签发后不能修改，业主可以看到统计数据和每件问题的原因、整改。', act: '签发并公开' };
    if (sent.act === 'sign' && !(await confirmAct(asked))) return false;
    const answer = await sending.submit(sent);
    if (!answer?.ok) return false;
    load.set(answer.data);
    toast(DONE[sent.act]);
    return true;
  }

  return { load, act, loading: sending.loading, problem: sending.problem, clear: sending.clear, file: apiUrl(`/communities/${id}/ledger/export`, { month }) };
}
