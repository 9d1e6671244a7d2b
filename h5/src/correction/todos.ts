import { correctionAccess, type CorrectionRow } from '@wuye/shared/correction';
import { useSession } from '../app/session';
import { serverNow } from '../kit/clock';
import type { Todo, TodoSource } from '../kit/todo';
import { workCorrections } from './client.gen';
import { KIND_NAMES } from './words';

const overdue = ({ dueAt }: CorrectionRow): boolean => dueAt !== null && Date.parse(dueAt) <= serverNow();

/** 待办 of corrections: the clerk's own; for the level above only what is late. Owners are told by a message. */
const todos: TodoSource = async (signal) => {
  const { has } = useSession();
  if (!has(...correctionAccess['correction.work'].roles)) return { ok: true, data: [] };
  const answer = await workCorrections({ query: { tab: 'open', limit: 3 } }, { signal });
  if (!answer.ok) return answer;
  const items = has('district_officer') ? answer.data.items : answer.data.items.filter(overdue);
  return {
    ok: true,
    data: items.map(({ id, kind, community, house, dueAt }): Todo => ({
      id,
      title: `${KIND_NAMES[kind]} · ${community} ${house}`,
      note: '更正办理',
      due: dueAt,
      status: { kind: 'running', word: '核对中' },
      to: `/corrections/${id}`,
    })),
  };
};

export default todos;
