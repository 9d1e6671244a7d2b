import { entities } from './entities.js';
import { Clock } from './platform/clock/index.js';
import { type Config, ConfigError, readConfig } from './platform/config/index.js';
import { Database, openMigrated } from './platform/database/index.js';

/** What an operator's command works with: its words, the city's database, and where its result goes. */
export interface CommandTools {
  readonly args: string[];
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

/** Runs an operator's command; what it answers is the program's exit code. A wrong setting is said in its own words, without a trace. */
export function runCommand(command: (tools: CommandTools) => Promise<number>): void {
  const run = async (): Promise<void> => {
    const config = readConfig(process.env);
    const dataSource = await openMigrated(config, entities);
    try {
      // eslint-disable-next-line no-console -- a command's own result goes to standard output
      const say = (line: string): void => console.log(line);
      process.exitCode = await command({ args: process.argv.slice(2), config, database: new Database(dataSource), clock: new Clock(), say });
    } finally {
      await dataSource.destroy();
    }
  };
  run().catch((error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  });
}
