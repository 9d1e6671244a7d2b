/** One instance that sends: drains until nothing is due, then says what it did. Run with the api's settings in the environment. */
import { createApp, entities, makeDataSource, readConfig } from './api.mjs';
import { Outbox } from '../api/dist/platform/outbox/index.js';

const config = readConfig(process.env);
const dataSource = await makeDataSource(config, entities).initialize();
const app = await createApp({ config, dataSource, background: false });
const outbox = app.get(Outbox);
const megabytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20);
// Connections, token and template ids stand before the clock starts, as in an api that has been up.
await outbox.drain();
console.log('ready sender');
process.once('SIGTERM', () => process.exit(0));
process.on('SIGUSR2', async () => {
  const before = megabytes();
  let highest = before;
  const watch = setInterval(() => (highest = Math.max(highest, megabytes())), 100);
  const began = performance.now();
  const cpu = process.cpuUsage();
  let tried = 0;
  for (let idle = 0; idle < Number(process.env.P5_IDLE ?? 1);) {
    const now = await outbox.drain();
    tried += now;
    if (now > 0) idle = 0;
    else if (++idle < Number(process.env.P5_IDLE ?? 1)) await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  clearInterval(watch);
  const { user, system } = process.cpuUsage(cpu);
  console.log(`done ${JSON.stringify({ tried, seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6, before, highest })}`);
});
