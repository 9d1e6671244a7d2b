/** Learns which statements a request really runs, so that the bare server runs the very same ones. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../api/package.json', import.meta.url));
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const NUMBER = /^\d{8}-\d{6}$/;

/** Wraps mysql2's own methods while `work` runs; gives every statement that went through them, in order. */
async function statementsOf(work) {
  const { PoolConnection } = require('mysql2').default ?? require('mysql2');
  const proto = PoolConnection.prototype;
  const { query, execute } = proto;
  const seen = [];
  let inside = false;
  const recording = (method) =>
    function (sql, values, callback) {
      const text = typeof sql === 'string' ? sql : sql.sql;
      if (!inside) seen.push({ sql: text, values: Array.isArray(values) ? [...values] : (sql.values ?? []) });
      // One method may call the other: a statement counts once.
      inside = true;
      try {
        return method.call(this, sql, values, callback);
      } finally {
        inside = false;
      }
    };
  Object.assign(proto, { query: recording(query), execute: recording(execute) });
  try {
    const result = await work();
    return { seen, result };
  } finally {
    Object.assign(proto, { query, execute });
  }
}

const plain = (value) => (value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : typeof value === 'boolean' ? Number(value) : value);

/** A value that differs from request to request and must: `{ fresh: kind, as: first value }`. All else is sent as it was. */
function slot(value, other, keys) {
  if (value === other || typeof value !== 'string') return plain(value);
  if (keys.includes(value)) return { fresh: 'key', as: value };
  if (ID.test(value)) return { fresh: 'id', as: value };
  return NUMBER.test(value) ? { fresh: 'number', as: value } : value;
}

/**
 * Sends a request twice through `inject` and gives its statements: `{ sql, values }`, with slots where each request needs new values.
 * @param {(key: string) => Promise<{ statusCode: number, body: string }>} inject
 */
export async function record(inject, status) {
  const keys = [`record-${randomUUID()}`, `record-${randomUUID()}`];
  const runs = [];
  // The first one, not counted, fills what is kept between requests.
  for (const key of [`record-${randomUUID()}`, ...keys]) runs.push(await statementsOf(() => inject(key)));
  const [, one, two] = runs;
  if (one.result.statusCode !== status) throw new Error(`Answered ${one.result.statusCode}: ${one.result.body}`);
  if (one.seen.map(({ sql }) => sql).join('\n') !== two.seen.map(({ sql }) => sql).join('\n')) throw new Error('Two like requests ran different statements.');
  const statements = one.seen.map(({ sql, values }, at) => ({ sql, values: values.map((value, index) => slot(value, two.seen[at].values[index], keys)) }));
  return { statements, body: one.result.body };
}
