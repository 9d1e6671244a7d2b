import { nextTick, reactive, type Ref } from 'vue';
import { fieldError, type Problem } from './http';

/** What a zod schema offers, so that the kit needs no zod: it arrives with the page that has a form. */
export interface FormSchema<Out> {
  safeParse(value: unknown): { success: true; data: Out } | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

export interface Form<T extends object, Out> {
  /** By field name; '' where nothing is wrong. */
  errors: Record<keyof T & string, string>;
  /** On blur: an empty field is not scolded before the person tries to send. */
  check: (name: keyof T & string) => void;
  /** Checks everything; null when something lacks, and then the first field with an error has the focus. */
  parse: () => Out | null;
  /** Puts the server's field errors to their fields. */
  accept: (problem: Problem | null) => void;
}

/**
 * Checks a form with its contract's schema: on blur, and whole before sending.
 * @param schema `() => schema` where it depends on what was chosen
 * @param box the form's element: its first `[aria-invalid]` takes the focus
 */
export function useForm<T extends object, Out>(
  schema: FormSchema<Out> | (() => FormSchema<Out>),
  values: T,
  box: Readonly<Ref<HTMLElement | undefined | null>>,
): Form<T, Out> {
  const names = Object.keys(values) as (keyof T & string)[];
  const errors = reactive(Object.fromEntries(names.map((name) => [name, '']))) as Form<T, Out>['errors'];
  const parsed = () => (typeof schema === 'function' ? schema() : schema).safeParse(values);

  function messages(): Partial<Record<string, string>> {
    const result = parsed();
    const found: Partial<Record<string, string>> = {};
    if (!result.success) for (const { path, message } of result.error.issues) found[String(path[0])] ??= message;
    return found;
  }

  function focusFirst(): void {
    void nextTick(() => box.value?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  function check(name: keyof T & string): void {
    const value = values[name];
    if (value === '' || value === null) return;
    errors[name] = messages()[name] ?? '';
  }

  function parse(): Out | null {
    const found = messages();
    for (const name of names) errors[name] = found[name] ?? '';
    const result = parsed();
    if (result.success) return result.data;
    focusFirst();
    return null;
  }

  function accept(problem: Problem | null): void {
    for (const name of names) errors[name] = fieldError(problem, name);
    if (names.some((name) => errors[name])) focusFirst();
  }

  return { errors, check, parse, accept };
}
