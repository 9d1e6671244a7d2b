import { complaintAccess } from '@wuye/shared/complaint';
import { useSession } from '../app/session';
import type { Answer } from '../kit/http';
import type { Todo, TodoSource } from '../kit/todo';
import { mine, work } from './client.gen';

/** What this person handles, nearest deadline first. */
async function handled(signal: AbortSignal): Promise<Answer<Todo[]>> {
  const answer = await work({ query: { tab: 'open', limit: 3 } }, { signal });
  if (!answer.ok) return answer;
  return { ok: true, data: answer.data.items.map(({ no, title, communityName, dueAt }) => ({ id: no, title, note: communityName, due: dueAt, status: { kind: 'running', word: '办理中' }, to: `/tasks/${no}` })) };
}

/** What they reported and is closed: only they can say whether it is solved. */
async function reported(signal: AbortSignal): Promise<Answer<Todo[]>> {
  const answer = await mine({ query: { tab: 'closed', limit: 10 } }, { signal });
  if (!answer.ok) return answer;
  const waiting = answer.data.items.filter(({ state }) => state === 'closed');
  return { ok: true, data: waiting.map(({ no, title }) => ({ id: no, title, note: '请看看解决了没有', status: { kind: 'good', word: '已办结' }, to: `/say/${no}` })) };
}

/** 待办 of complaints. */
const todos: TodoSource = async (signal) => {
  const answers = await Promise.all([reported(signal), ...(useSession().has(...complaintAccess['complaint.work'].roles) ? [handled(signal)] : [])]);
  const failed = answers.find(({ ok }) => !ok);
  if (failed && !failed.ok) return failed;
  return { ok: true, data: answers.flatMap((answer) => (answer.ok ? answer.data : [])) };
};

export default todos;
