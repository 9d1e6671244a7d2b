/** Measuring two servers in turns, so that whatever else the machine does falls on both. */
import { load } from './load.mjs';
import { cpuOf } from './processes.mjs';

/** Seconds that each server answers before it counts: its code is compiled and its statements are prepared by then. */
const WARM_UP = 6;

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One round, with the processor time that a request took of the server, of the database and of the load itself. */
async function round({ port, pid, databasePid, ...options }) {
  const cpu = () => [pid, databasePid, process.pid].map(cpuOf);
  const before = cpu();
  const result = await load({ port, ...options });
  const [server, database, client] = cpu().map((now, index) => (now - before[index]) / result.requests);
  return { ...result, server, database, client };
}

/**
 * Rounds A/B/A/B… after a warm-up of both; the order within a pair changes from pair to pair.
 * The ratio is the median of the pairs' ratios.
 * @param {{ servers: Record<'ours' | 'bare', { port: number, pid: number, next: () => string }>, databasePid: number, status: number, rounds: number, seconds: number, connections: number }} options
 */
export async function compare({ servers, rounds, seconds, ...common }) {
  const results = { ours: [], bare: [] };
  for (const server of Object.values(servers)) await round({ ...common, ...server, seconds: WARM_UP });
  for (let pair = 0; pair < rounds; pair++) {
    const order = pair % 2 ? ['bare', 'ours'] : ['ours', 'bare'];
    for (const name of order) results[name].push(await round({ ...common, ...servers[name], seconds }));
  }
  const of = (name, keys) => Object.fromEntries(keys.map((key) => [key, median(results[name].map((each) => each[key]))]));
  const ratios = results.ours.map(({ perSecond }, index) => perSecond / results.bare[index].perSecond);
  const keys = ['perSecond', 'p50', 'p99', 'server', 'database', 'client'];
  return { ours: of('ours', keys), bare: of('bare', keys), ratio: median(ratios), ratios };
}
