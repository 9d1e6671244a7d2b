import { ladder, ladderSteps, type LadderStep, ladderStepNames } from '@wuye/shared/policy';
import { type Draft, limitOf } from './words';

/** A step's deadline begins as one working day; reminders, warnings, conferences and reports have none of their own. */
const LIMITED: ReadonlySet<LadderStep> = new Set(['takeover', 'supervise', 'list', 'raise']);
/** Who is told of a step, to begin with. */
const TOLD: Readonly<Record<LadderStep, readonly string[]>> = {
  remind: ['project_manager'],
  warn: ['project_manager', 'company_head', 'district_officer'],
  takeover: ['company_head', 'company_clerk'],
  supervise: ['district_officer', 'company_head', 'project_manager'],
  list: ['district_officer', 'company_head', 'project_manager'],
  raise: ['city_officer', 'district_officer', 'company_head'],
  confer: ['city_officer', 'district_officer'],
  report: ['city_officer', 'district_officer'],
};
/** At most so many steps on one ladder (the contract's). */
export const MOST_STEPS = 12;

const heightOf = (step: LadderStep): number => ladderSteps.indexOf(step);

/** What may still be added: reminders as many as one likes, every other step once. */
export function addable(rungs: readonly Draft[]): { value: LadderStep; label: string }[] {
  if (rungs.length >= MOST_STEPS) return [];
  const there = new Set(rungs.map(({ step }) => step as LadderStep));
  return ladderSteps.filter((step) => step === 'remind' || !there.has(step)).map((value) => ({ value, label: ladderStepNames[value] }));
}

/** Where a step belongs: reminders by how early they come, the others by their height; of equals the new one comes last. */
function placeOf(rungs: readonly Draft[], rung: Draft): number {
  const before = rungs.filter((each) =>
    rung.step === 'remind' ? each.step === 'remind' && each.beforeHours > rung.beforeHours : heightOf(each.step) <= heightOf(rung.step),
  );
  return before.length;
}

/** The ladder with a step more, in its place; an earlier reminder than those that stand there. */
export function withStep(rungs: readonly Draft[], step: LadderStep): Draft[] {
  const earliest = Math.max(0, ...rungs.filter((each) => each.step === 'remind').map(({ beforeHours }) => Number(beforeHours) || 0));
  const beforeHours = step === 'remind' ? earliest + 4 : 0;
  const limit = LIMITED.has(step) ? limitOf('working-days') : null;
  const rung = { step, beforeHours, limit, to: [...TOLD[step]], sentence: '', source: '' };
  const place = placeOf(rungs, rung);
  return [...rungs.slice(0, place), rung, ...rungs.slice(place)];
}

/** The ladder with two neighbours changed about; as it is where there is none to change with. */
export function moved(rungs: readonly Draft[], index: number, by: -1 | 1): Draft[] {
  const other = index + by;
  if (other < 0 || other >= rungs.length) return [...rungs];
  const after = [...rungs];
  [after[index], after[other]] = [after[other], after[index]];
  return after;
}

const isWhole = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value);

/** What is wrong with the order and the steps of a ladder, said before the server does; what it can't know is left to the preview. */
export function orderFaults(rungs: readonly Draft[]): string[] {
  const [reminders, others] = [rungs.filter(({ step }) => step === 'remind'), rungs.filter(({ step }) => step !== 'remind')];
  const early = reminders.filter(({ beforeHours }) => !isWhole(beforeHours) || beforeHours < 1);
  const twice = others.filter(({ step }, index) => others.findIndex((each) => each.step === step) < index);
  const bare = rungs.filter(({ source }) => String(source).trim().length < 2);
  const silent = rungs.filter(({ to }) => to.length === 0);
  const name = ({ step }: Draft): string => ladderStepNames[step as LadderStep];
  const order = ladder.safeParse(rungs.map((rung) => ({ ...rung, source: '依据', to: ['project_manager'], sentence: '' })));
  return [
    ...(early.length > 0 ? ['到期提醒要提前至少 1 小时，写整数'] : []),
    ...(order.success || early.length > 0 ? [] : order.error.issues.filter(({ code }) => code === 'custom').map(({ message }) => message)),
    ...twice.map((rung) => `“${name(rung)}”写了两次`),
    ...silent.map((rung) => `“${name(rung)}”没有通知任何人`),
    ...bare.map((rung) => `“${name(rung)}”没有写依据`),
  ];
}
