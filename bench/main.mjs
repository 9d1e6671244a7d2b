/** Measures all of it, prints a table, and writes bench/results.json. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { SETTINGS } from './database.mjs';
import { measureFirstLoad } from './first-load.mjs';
import { measurePaths } from './paths.mjs';
import { stopAll } from './processes.mjs';
import { measureStart } from './start-up.mjs';

const ROUNDS = 7;
const SECONDS = 3;
const CONNECTIONS = 32;
const FLOOR = 0.6;
const FLOORED = ['P1 read', 'P2 submit'];

const round = (value, digits = 0) => Number(value.toFixed(digits));
const HOW_PATHS = `requests/s, medians of ${ROUNDS} rounds of ${SECONDS} s in turns, ${CONNECTIONS} connections; ratio: median of the pairs`;

/** A path's result, with the processor time a request takes of the server: less noisy than requests a second. */
function pathResults(name, title, { ours, bare, ratio, ratios, statements }) {
  const how = `${title}; ${statements.length} statements; ${HOW_PATHS}; lowest and highest pair ${round(Math.min(...ratios), 2)} and ${round(Math.max(...ratios), 2)}`;
  const cpu = (each) => round(each.server + each.database, 2);
  return [
    { name, value: round(ours.perSecond), bare: round(bare.perSecond), ratio: round(ratio, 2), unit: 'requests/s', how },
    {
      name: `${name}, processor`,
      value: cpu(ours),
      bare: cpu(bare),
      ratio: round(cpu(bare) / cpu(ours), 2),
      unit: 'ms/request',
      how: `server (${round(ours.server, 2)}, bare ${round(bare.server, 2)}) and database together, in the same rounds`,
    },
    {
      name: `${name}, wait`,
      value: round(ours.p50, 1),
      bare: round(bare.p50, 1),
      ratio: round(bare.p50 / ours.p50, 2),
      unit: 'ms',
      how: `half of the answers; 99 of 100 within ${round(ours.p99, 1)} (bare ${round(bare.p99, 1)})`,
    },
  ];
}

/** A figure that has a limit and no bare server beside it. */
const limited = (name, value, limit, unit, how) => ({ name, value, bare: null, ratio: null, unit, how: `${how}; limit ${limit}`, limit });

function startResults({ seconds, api, simulator, other }) {
  const split = other.files.map(({ file, bytes }) => `${file.split('/').pop()} ${round(bytes / 1024, 1)}`).join(', ');
  return [
    limited(
      'P7 first load',
      round(other.bytes / 1024, 1),
      80,
      'KB',
      `scripts, styles and fonts of the home page, empty cache, Chromium accepting gzip, bodies on the wire (${split})`,
    ),
    limited('P8 warm start', round(seconds, 2), 3, 's', 'median of 3 `npm start` from spawn to `ready`, embedded database'),
    limited(
      'P8 memory',
      round(api.now),
      200,
      'MB',
      `resident memory of the api after 1,000 mixed requests of which 20 are photographs; highest ${round(api.highest)}; the simulator beside it ${round(simulator.now)}`,
    ),
  ];
}

/** What a later reader must know to compare. */
function machine(facts) {
  return `${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, ${round(totalmem() / 2 ** 30)} GB, Node ${process.version}, MariaDB ${facts.database} (${SETTINGS.join(' ')})`;
}

/** @param {readonly { name: string, value: number, bare: number | null, ratio: number | null, limit?: number }[]} results */
function missed(results) {
  const floors = results.filter(({ name, ratio }) => FLOORED.includes(name) && ratio < FLOOR);
  return [...floors, ...results.filter(({ value, limit }) => limit !== undefined && value > limit)].map(({ name }) => name);
}

/** Writes the figures beside those of the other benches, which stay. */
function keep(results) {
  const file = new URL('results.json', import.meta.url);
  const names = new Set(results.map(({ name }) => name));
  const others = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).filter(({ name }) => !names.has(name)) : [];
  writeFileSync(file, `${JSON.stringify([...results, ...others], null, 2)}\n`);
}

/** @param {{ only?: string }} options `paths` or `start`: a part alone, which writes nothing */
export async function bench({ only } = {}) {
  try {
    const results = [];
    if (only !== 'paths') results.push(...startResults(await measureStart(measureFirstLoad)));
    if (only !== 'start') {
      const { results: paths, facts } = await measurePaths({ rounds: ROUNDS, seconds: SECONDS, connections: CONNECTIONS });
      results.unshift(
        ...pathResults('P1 read', `one owner's newest 20 of 400 complaints among ${facts.complaints}`, paths.mine),
        ...pathResults(
          'P2 submit',
          'words, place and phone sealed; three messages for staff, and as they have not signed in, three SMS in their place',
          paths.submit,
        ),
        ...pathResults(
          'P2 while sending',
          `as P2, for staff who have signed in; the same process sends what both servers wrote, these and the SMS of P2 (${facts.sent} sent)`,
          paths.submitReached,
        ),
        { name: 'machine', value: cpus().length, bare: null, ratio: null, unit: 'processors', how: machine(facts) },
      );
    }
    console.table(results.map(({ name, value, bare, ratio, unit }) => ({ name, value, bare, ratio, unit })));
    if (!only) keep(results);
    return missed(results);
  } finally {
    await stopAll();
  }
}
