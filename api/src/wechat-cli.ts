import 'reflect-metadata';
import { entities } from './entities.js';
import { markFollowing } from './identity/index.js';
import { runCommand } from './operator/index.js';
import { Clock } from './platform/clock/index.js';
import { ConfigError, readConfig } from './platform/config/index.js';
import { Vault } from './platform/crypto/index.js';
import { Database, openMigrated } from './platform/database/index.js';
import { Outbox, SmsLedger } from './platform/outbox/index.js';
import { SharedTokens, WechatAlarms, WechatClient } from './wechat/index.js';

const DAY = 24 * 3_600_000;
const LARGEST = `SELECT COALESCE(MAX(n), 0) AS n FROM (SELECT COUNT(DISTINCT b.person_id) AS n FROM binding b JOIN community c ON c.id = b.community_id
  GROUP BY c.district_code) areas`;

/** `npm run wechat -- <command>`: what the Official Account has against what the code needs. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const dataSource = await openMigrated(config, entities);
  const [database, clock] = [new Database(dataSource), new Clock()];
  const alarms = new WechatAlarms(database, clock);
  const client = new WechatClient(config, alarms, new SharedTokens(database, new Vault(config.DATA_KEYS), clock));
  const [outbox, sms] = [new Outbox(database, clock, config), new SmsLedger(database)];
  const before = (days: number) => new Date(clock.now().getTime() - days * DAY);
  try {
    process.exitCode = await runCommand(process.argv.slice(2), {
      client,
      publicUrl: config.PUBLIC_URL,
      largestNotice: async () => Number(((await dataSource.query(LARGEST)) as [{ n: number | string }])[0].n),
      resume: (errors) => outbox.resume(errors),
      messages: (days) => outbox.counts(days),
      sms: { resume: (days) => sms.resume(clock.now(), days), counts: (days) => sms.counts(before(days), clock.now()) },
      alarms: (days) => alarms.since(before(days)),
      follow: (openids, at) => markFollowing(dataSource.manager, openids, at),
      now: () => clock.now(),
      // eslint-disable-next-line no-console -- a command's own result goes to standard output
      say: (line) => console.log(line),
    });
  } finally {
    client.onApplicationShutdown();
    await dataSource.destroy();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
