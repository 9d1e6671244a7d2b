/** A lifecycle as a table: state → event → next state. The same table draws the diagram in docs/. */
export interface Lifecycle<State extends string = string, Event extends string = string> {
  readonly initial: State;
  readonly states: Readonly<Record<State, Partial<Record<Event, State>>>>;
}

/** Declares a lifecycle and keeps its states and events as types. */
export function defineLifecycle<State extends string, Event extends string>(lifecycle: Lifecycle<State, Event>): Lifecycle<State, Event> {
  return lifecycle;
}

/** The state after an event, or null where the table has no such step. */
export function next<State extends string, Event extends string>(lifecycle: Lifecycle<State, Event>, state: State, event: Event): State | null {
  return lifecycle.states[state][event] ?? null;
}

/** What is wrong with a table: steps into unknown states, states nothing leads to. Empty when it is sound. */
export function faultsOf(lifecycle: Lifecycle): string[] {
  const states = Object.keys(lifecycle.states);
  const reached = new Set<string>([lifecycle.initial]);
  const faults: string[] = [];
  for (const [state, steps] of Object.entries(lifecycle.states)) {
    for (const [event, target] of Object.entries(steps)) {
      if (target === undefined || !states.includes(target)) faults.push(`${state} --${event}--> ${String(target)}: unknown state`);
      else if (target !== state) reached.add(target);
    }
  }
  for (const state of states) if (!reached.has(state)) faults.push(`${state}: nothing leads to it`);
  return faults;
}
