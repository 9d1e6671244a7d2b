/** One instance that sweeps the ladder once when told, and says what it did. Run with the api's settings in the environment. */
import { createApp, entities, makeDataSource, readConfig } from './api.mjs';
import { LadderSweep } from '../api/dist/complaint/index.js';

const dataSource = await makeDataSource(readConfig(process.env), entities).initialize();
const app = await createApp({ config: readConfig(process.env), dataSource, background: false });
const sweep = app.get(LadderSweep);
await dataSource.query('SELECT 1');
process.once('SIGTERM', () => process.exit(0));
process.once('SIGUSR2', async () => {
  const began = performance.now();
  const hops = await sweep.run(new Date(process.env.P4_NOW));
  console.log(`done ${JSON.stringify({ hops, seconds: (performance.now() - began) / 1000 })}`);
});
// Last: a signal before its handler stands ends the process.
console.log('ready sweeper');
