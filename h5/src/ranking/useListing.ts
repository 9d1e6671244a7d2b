import type { ListingView } from '@wuye/shared/ranking';
import { confirmAct, toast } from '../kit/feedback';
import type { Answer } from '../kit/http';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { appealRanking, decideRanking, dropRanking, issueAdvice, noticeRanking, publishRanking, ranking, withdrawRanking } from './client.gen';

type Act =
  | { act: 'notice' | 'publish' }
  | { act: 'drop' | 'withdraw'; reason: string }
  | { act: 'decide'; upheld: boolean; reason: string }
  | { act: 'appeal'; words: string; pictures: string[] };

/** What is asked again before it: nobody takes these back. */
const ASKED = {
  notice: { title: '告知企业负责人？', words: '企业会看到全部数据，并可以在告知期内申诉。', act: '告知' },
  publish: { title: '公布？', words: '公布后所有登录的人都能看到。', act: '公布' },
} as const;
const DONE: Readonly<Record<Act['act'], string>> = {
  notice: '已告知',
  publish: '已公布',
  drop: '已记为不列入',
  withdraw: '已撤下',
  decide: '已答复',
  appeal: '申诉已提交',
};

function send(id: string, key: string, sent: Act): Promise<Answer<ListingView>> {
  const [params, options] = [{ id }, { idempotencyKey: key }];
  switch (sent.act) {
    case 'notice':
      return noticeRanking({ params }, options);
    case 'publish':
      return publishRanking({ params }, options);
    case 'drop':
      return dropRanking({ params, body: { reason: sent.reason } }, options);
    case 'withdraw':
      return withdrawRanking({ params, body: { reason: sent.reason } }, options);
    case 'decide':
      return decideRanking({ params, body: { upheld: sent.upheld, reason: sent.reason } }, options);
    case 'appeal':
      return appealRanking({ params, body: { words: sent.words, pictures: sent.pictures } }, options);
  }
}

/** One listing and the acts on it. */
export function useListing(id: string) {
  const load = useLoad((signal) => ranking({ params: { id } }, { signal }));
  const sending = useSubmit((key, sent: Act) => send(id, key, sent));

  /** True when it was done. */
  async function act(sent: Act): Promise<boolean> {
    if ((sent.act === 'notice' || sent.act === 'publish') && !(await confirmAct(ASKED[sent.act]))) return false;
    const answer = await sending.submit(sent);
    if (!answer?.ok) return false;
    load.set(answer.data);
    toast(DONE[sent.act]);
    return true;
  }

  return { load, act, loading: sending.loading, problem: sending.problem, clear: sending.clear };
}

/** [制发行政建议书] */
export function useAdvice(id: string) {
  return useSubmit((key, body: Parameters<typeof issueAdvice>[0]['body']) => issueAdvice({ params: { id }, body }, { idempotencyKey: key }));
}
