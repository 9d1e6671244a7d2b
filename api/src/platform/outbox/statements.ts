/** One statement serves so many messages: few round trips, and few enough values to be prepared. */
export const CHUNK = 100;
const SIZES = [1, 4, 16, 48, CHUNK, 400];

/** Repeats the last one until the list has one of a few lengths: so there are few texts for a server to prepare. */
export function padded<T>(items: readonly T[]): T[] {
  const size = SIZES.find((each) => each >= items.length) ?? items.length;
  return [...items, ...Array.from({ length: size - items.length }, () => items.at(-1) as T)];
}

/** `?, ?, ?` */
export const marks = (items: readonly unknown[]): string => items.map(() => '?').join(', ');

/** The list in pieces that one statement takes. */
export function* chunks<T>(items: readonly T[], size = CHUNK): Generator<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

/**
 * An expression that is, for the row of each id, the value at the id's place; `ids` in ascending order. It halves the list at each step: a
 * CASE that names them one after the other compares half of them for every row, which took a third of the statement's time.
 */
export function valueById(ids: readonly string[], values: readonly unknown[]): { readonly text: string; readonly parameters: readonly unknown[] } {
  if (ids.length === 1) return { text: '?', parameters: values };
  const half = ids.length >> 1;
  const left = valueById(ids.slice(0, half), values.slice(0, half));
  const right = valueById(ids.slice(half), values.slice(half));
  return {
    text: `CASE WHEN id < ? THEN ${left.text} ELSE ${right.text} END`,
    parameters: [ids[half], ...left.parameters, ...right.parameters],
  };
}
