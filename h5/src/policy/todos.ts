import { policyAccess } from '@wuye/shared/policy';
import { useSession } from '../app/session';
import type { TodoSource } from '../kit/todo';
import { readCalendar } from './client.gen';
import { dueOf } from './words';

/** 待办 of the city: the working calendar that is about to end, or has ended. */
const todos: TodoSource = async (signal) => {
  const { has } = useSession();
  if (!has(...policyAccess['policy.edit'].roles)) return { ok: true, data: [] };
  const answer = await readCalendar({ signal });
  if (!answer.ok) return answer;
  const { warns, last } = answer.data;
  const next = Number(last.slice(0, 4)) + 1;
  return {
    ok: true,
    data: warns ? [{ id: 'calendar', title: `录入 ${next} 年工作日历`, note: '按国务院办公厅的通知', due: dueOf(last), to: '/calendar' }] : [],
  };
};

export default todos;
