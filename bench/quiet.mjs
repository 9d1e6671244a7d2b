/** The api as `api/dist/main.js` runs it, but without its timers: what a request takes when no message is being sent. */
import { createApp, entities, makeDataSource, readConfig } from './api.mjs';

const config = readConfig(process.env);
const dataSource = await makeDataSource(config, entities).initialize();
const app = await createApp({ config, dataSource, background: false });
await app.listen(config.PORT, config.HOST);
console.log(`ready ${config.PUBLIC_URL}`);
process.once(
  'SIGTERM',
  () =>
    void app
      .close()
      .then(() => dataSource.destroy())
      .then(() => process.exit(0)),
);
