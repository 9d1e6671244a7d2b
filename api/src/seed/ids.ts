import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { Random } from './random.js';

/** Every id of the seed counts from this instant, so that ids never depend on when the seed runs. */
const BASE = Date.UTC(2026, 0, 5, 1);

/**
 * The id of a made-up row: a ULID that is the same in every run.
 * `order` becomes its time in milliseconds: rows that are inserted in order keep the primary key's pages full.
 */
export function seedId(table: string, order: number): string {
  const random = new Random(`${table}/${order}`);
  return ulid(BASE + order, () => random.next());
}

/** An openid in WeChat's shape (28 characters, first `o`), the same in every run. */
export function openidOf(slug: string): string {
  return `o${createHash('sha256').update(`seed ${slug}`).digest('base64url').slice(0, 27)}`;
}
