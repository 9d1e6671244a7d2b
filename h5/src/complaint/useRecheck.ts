import { watch, type Ref } from 'vue';
import type { Form } from '../kit/form';

/**
 * What was wrong is looked at again at every change: an error that no longer holds must not stay.
 * @param busy whether a picture is on its way: it changes what is wrong, and no value
 */
export function useRecheck<T extends object, Out>(values: T, form: Pick<Form<T, Out>, 'errors' | 'check'>, busy: Readonly<Ref<boolean>>): void {
  const names = Object.keys(values) as (keyof T & string)[];
  watch(
    () => `${busy.value} ${JSON.stringify(values)}`,
    () => names.filter((name) => form.errors[name]).forEach((name) => form.check(name)),
  );
}
