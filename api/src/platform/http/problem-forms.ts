import { Injectable } from '@nestjs/common';
import type { Problem } from '../errors/index.js';

/** How a problem is told where a standard prescribes it. */
export type ProblemForm = (problem: Problem, path: string) => { readonly type: string; readonly body: string };

/** Forms of problems for addresses that follow a foreign standard; everywhere else it is a problem document. */
@Injectable()
export class ProblemForms {
  private readonly forms: { readonly prefix: string; readonly form: ProblemForm }[] = [];

  /** Called once by the feature whose addresses begin so. */
  use(prefix: string, form: ProblemForm): void {
    this.forms.push({ prefix, form });
  }

  /** The form for an address; null where none was prescribed. */
  of(path: string): ProblemForm | null {
    return this.forms.find(({ prefix }) => path.startsWith(prefix))?.form ?? null;
  }
}
