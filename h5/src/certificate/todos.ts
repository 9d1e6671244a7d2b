import { useSession } from '../app/session';
import type { TodoSource } from '../kit/todo';
import { myCertificate } from './client.gen';

/** 待办 of the offline certificate: an owner's that was sent back, or waits for the originals. */
const todos: TodoSource = async (signal) => {
  // Who was never bound and never applied has nothing here: the answer says so, and one question is cheap.
  const answer = await myCertificate({ query: {} }, { signal });
  if (!answer.ok) return answer;
  const { current } = answer.data;
  const to = useSession().has('committee_member', 'street_officer') ? '/offline?tab=mine' : '/offline';
  if (current?.state === 'returned') {
    return { ok: true, data: [{ id: current.id, title: '线下认证需要补充', note: '看看要补充什么', status: { kind: 'soon', word: '需要补充' }, to }] };
  }
  if (current?.state === 'submitted') {
    return { ok: true, data: [{ id: current.id, title: '线下认证', note: '带原件到业委会或街道办', status: { kind: 'running', word: '待核对' }, to }] };
  }
  return { ok: true, data: [] };
};

export default todos;
