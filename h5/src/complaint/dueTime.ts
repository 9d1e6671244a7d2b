import type { FormSchema } from '../kit/form';

/** The day after tomorrow at six in the evening, as a field of date and time takes it. */
export function inTwoDays(now: number): string {
  return `${new Date(now + 2 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)}T18:00`;
}

/**
 * The contract's check of a form whose field `time` becomes `dueAt`; the time is Shanghai's, whatever the phone's zone. What the contract says of
 * `dueAt` stands at that field.
 * @param lacks said where no time is chosen
 */
export function withDue<T extends { time: string }, Body>(
  contract: FormSchema<Body>,
  lacks: string,
  bodyOf: (values: Omit<T, 'time'>) => object = (values) => values,
): FormSchema<Body> {
  return {
    safeParse(value) {
      const { time, ...rest } = value as T;
      const due = Date.parse(`${time}:00+08:00`);
      const result = contract.safeParse({ ...bodyOf(rest), dueAt: Number.isNaN(due) ? '' : new Date(due).toISOString() });
      if (result.success) return result;
      const issues = result.error.issues.map((issue) => (issue.path[0] === 'dueAt' ? { path: ['time'], message: lacks } : issue));
      return { success: false, error: { issues } };
    },
  };
}
