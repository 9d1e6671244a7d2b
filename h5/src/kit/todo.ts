import type { Answer } from './http';
import type { StatusKind } from './StatusTag.vue';

/** Something that waits for this person, for 待办 on the home page. */
export interface Todo {
  id: string;
  title: string;
  /** Where, or what to do: the second line. */
  note?: string;
  /** The first instant too late, ISO: shows what is left and sorts. */
  due?: string | null;
  /** Shown where there is no `due`. */
  status?: { kind: StatusKind; word: string };
  to: string;
}

/** What a feature's `todos.ts` exports by default; home finds the file by its name and asks when it opens. */
export type TodoSource = (signal: AbortSignal) => Promise<Answer<readonly Todo[]>>;

/** The nearest deadline first, those without one after; each thing once. */
export function nearest(lists: readonly (readonly Todo[])[], limit: number): Todo[] {
  const time = ({ due }: Todo) => (due ? Date.parse(due) : Infinity);
  const once = new Map(lists.flat().map((todo) => [todo.to, todo]));
  return [...once.values()].sort((one, other) => (time(one) === time(other) ? 0 : time(one) - time(other))).slice(0, limit);
}

/** Rows of a page that could be read, even when another feature's could not; a problem only when none could. */
export function joinTodos(answers: readonly Answer<readonly Todo[]>[], limit: number): Answer<Todo[]> {
  const lists = answers.flatMap((answer) => (answer.ok ? [answer.data] : []));
  const failed = answers.find((answer) => !answer.ok);
  if (lists.length === 0 && failed && !failed.ok) return failed;
  return { ok: true, data: nearest(lists, limit) };
}
