import { type BoardLine, type BoardLineForm, type BoardView, editBoard as boardSchema, editBureau as bureauSchema } from '@wuye/shared/board';
import { reactive, type Ref } from 'vue';
import { type FormSchema, useForm } from '../kit/form';
import { useSubmit } from '../kit/submit';
import { editBoard, editBureau } from './client.gen';

/** A line as its fields have it. */
export interface LineValues {
  phone: string;
  from: string;
  to: string;
  /** 全天接听 */
  always: boolean;
}

/** A line as it stands; an empty one begins with the phone of the base data. */
function valuesOf(line: BoardLine): LineValues {
  const always = line.from === '00:00' && line.to === '24:00';
  const hours = always ? { from: '', to: '' } : { from: line.from ?? '', to: line.to ?? '' };
  return { phone: line.phone ?? line.suggested, ...hours, always };
}

/** Null where the phone is left empty: someone else fills it in. */
function lineOf({ phone, from, to, always }: LineValues): BoardLineForm | null {
  if (!phone.trim()) return null;
  return always ? { phone, from: '00:00', to: '24:00' } : { phone, from, to };
}

type Fault = { path: readonly PropertyKey[]; message: string };

/** The contract's checks, each fault at its field: `project.phone` → `project-phone`. */
function checked<T>(result: ReturnType<FormSchema<T>['safeParse']>): ReturnType<FormSchema<T>['safeParse']> {
  if (result.success) return result;
  return { success: false, error: { issues: result.error.issues.map(({ path, message }): Fault => ({ path: [path.slice(0, 2).join('-')], message })) } };
}

/** What the form's names stand for: the errors' names, not values of their own. */
const names = (levels: readonly string[]) => Object.fromEntries(levels.flatMap((level) => ['phone', 'from', 'to'].map((field) => [`${level}-${field}`, ''])));

/** 项目 and 企业: both on one form, for manager and head. */
export function useLines(board: BoardView, box: Readonly<Ref<HTMLElement | null>>, done: () => void) {
  const [project, company] = board.lines as [BoardLine, BoardLine];
  const values = reactive({ project: valuesOf(project), company: valuesOf(company) });
  const body = () => ({ version: board.version, project: lineOf(values.project), company: lineOf(values.company) });
  type Body = ReturnType<typeof boardSchema.parse>;
  const form = useForm<Record<string, string>, Body>({ safeParse: () => checked<Body>(boardSchema.safeParse(body())) }, names(['project', 'company']), box);
  const sending = useSubmit((key, content: Body) => editBoard({ params: { id: board.id }, body: content }, { idempotencyKey: key }));

  async function send(): Promise<void> {
    const content = form.parse();
    if (content && (await sending.submit(content))?.ok) done();
  }
  return { values, errors: form.errors, send, loading: sending.loading, problem: sending.problem };
}

/** 属地住建部门, for the district's officer. */
export function useBureauLine(board: BoardView, box: Readonly<Ref<HTMLElement | null>>, done: () => void) {
  const values = reactive({ line: valuesOf(board.lines[2] as BoardLine) });
  type Body = ReturnType<typeof bureauSchema.parse>;
  const body = () => ({ version: board.bureauVersion, line: lineOf(values.line) ?? { phone: '', from: values.line.from, to: values.line.to } });
  const form = useForm<Record<string, string>, Body>({ safeParse: () => checked<Body>(bureauSchema.safeParse(body())) }, names(['line']), box);
  const sending = useSubmit((key, content: Body) => editBureau({ params: { id: board.id }, body: content }, { idempotencyKey: key }));

  async function send(): Promise<void> {
    const content = form.parse();
    if (content && (await sending.submit(content))?.ok) done();
  }
  return { values, errors: form.errors, send, loading: sending.loading, problem: sending.problem };
}
