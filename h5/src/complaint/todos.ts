import { complaintAccess, type ComplaintRow } from '@wuye/shared/complaint';
import { useSession } from '../app/session';
import { serverNow } from '../kit/clock';
import type { Answer } from '../kit/http';
import type { Todo, TodoSource } from '../kit/todo';
import { mine, work } from './client.gen';

/** For those who oversee, others' work waits for them only once it is late, came back, or is urged by the city. */
const pressing = ({ state, dueAt, urgedDueAt }: ComplaintRow): boolean =>
  urgedDueAt !== null || state === 'reopened' || state === 'escalated' || (dueAt !== null && Date.parse(dueAt) <= serverNow());

/** What this person handles, or must look after, nearest deadline first. */
async function handled(signal: AbortSignal, handles: boolean): Promise<Answer<Todo[]>> {
  const answer = await work({ query: { tab: 'open', limit: 3 } }, { signal });
  if (!answer.ok) return answer;
  const items = handles ? answer.data.items : answer.data.items.filter(pressing);
  return {
    ok: true,
    data: items.map(({ no, title, communityName, dueAt }) => ({
      id: no,
      title,
      note: communityName,
      due: dueAt,
      status: { kind: 'running', word: '办理中' },
      to: `/tasks/${no}`,
    })),
  };
}

/** What they reported and waits for their word: whether it is solved, or whether a date suits them. */
async function reported(signal: AbortSignal): Promise<Answer<Todo[]>> {
  const answer = await mine({ query: { tab: 'to-judge', limit: 3 } }, { signal });
  if (!answer.ok) return answer;
  return {
    ok: true,
    data: answer.data.items.map(({ no, title, state }) =>
      state === 'closed'
        ? { id: no, title, note: '请看看解决了没有', status: { kind: 'good', word: '已办结' }, to: `/say/${no}` }
        : { id: no, title, note: '请确认办结时间', status: { kind: 'running', word: '等您确认' }, to: `/say/${no}` },
    ),
  };
}

/** 待办 of complaints. */
const todos: TodoSource = async (signal) => {
  const { has } = useSession();
  const oversees = has(...complaintAccess['complaint.work'].roles);
  const answers = await Promise.all([reported(signal), ...(oversees ? [handled(signal, has(...complaintAccess['complaint.respond'].roles))] : [])]);
  const failed = answers.find(({ ok }) => !ok);
  if (failed && !failed.ok) return failed;
  return { ok: true, data: answers.flatMap((answer) => (answer.ok ? answer.data : [])) };
};

export default todos;
