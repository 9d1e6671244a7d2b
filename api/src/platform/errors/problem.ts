import { type ErrorEntry, type ErrorSlice, fillTitle, platformErrors } from '@wuye/shared/kit';

/** Where a form's field is wrong, as an address into the request and a sentence. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** An expected failure, as a value: services return it, the unit of work rolls back on it, HTTP answers with it (RFC 9457). */
export class Problem {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly title: string,
    readonly fields?: readonly FieldError[],
  ) {}

  /** The problem document. */
  toJSON() {
    return { type: 'about:blank', title: this.title, status: this.status, code: this.code, ...(this.fields && { errors: this.fields }) };
  }
}

type Values = Readonly<Record<string, string | number>>;

/** Gives a feature its own maker of problems, which knows the feature's codes alone. */
export function problemsOf<S extends ErrorSlice>(slice: S) {
  return (code: keyof S & string, values?: Values): Problem => {
    const entry = slice[code] as ErrorEntry;
    return new Problem(code, entry.status, fillTitle(entry.title, values));
  };
}

/** Problems that any route may answer with. */
export const platformProblem = problemsOf(platformErrors);

/** Carries a problem through code that can only throw: guards, pipes and transactions. */
export class ProblemException extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

/** Narrows a service's answer. */
export function isProblem(value: unknown): value is Problem {
  return value instanceof Problem;
}
