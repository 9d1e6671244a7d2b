/** npm run seed -- [--communities 6] [--houses 600]: fills an empty database with a made-up city. */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { type Config, readConfig } from '../platform/config/index.js';
import { Signer, Vault } from '../platform/crypto/index.js';
import { isEmbedded, makeDataSource } from '../platform/database/index.js';
import { refuseProduction, seedCity } from './seed.js';
import { type Cast, writeSimFile } from './sim-file.js';
import * as tables from './tables.js';

function readSize(): { communities: number; houses: number } {
  const { values } = parseArgs({ options: { communities: { type: 'string', default: '6' }, houses: { type: 'string', default: '600' } } });
  return { communities: Number(values.communities), houses: Number(values.houses) };
}

/** The embedded database is this project's own file; a server's tables are changed by `npm run migrate` alone. */
async function prepareTables(dataSource: DataSource, config: Config): Promise<void> {
  if (isEmbedded(config)) {
    await dataSource.runMigrations();
    return;
  }
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('community'))) throw new Error('The tables are missing: run `npm run migrate` first.');
  } finally {
    await runner.release();
  }
}

async function summary(dataSource: DataSource, config: Config, cast: Cast, simFile: string, seconds: string): Promise<string> {
  const { manager } = dataSource;
  const [communities, houses, titles] = [await manager.count(tables.Community), await manager.count(tables.House), await manager.count(tables.Title)];
  return [
    `Seeded ${communities} communities, ${houses} houses and ${titles} titles in ${seconds} s.`,
    `The cast is in ${simFile}:`,
    ...cast.people.map(({ slug, about }) => `  ${slug.padEnd(14)}${about}`),
    `Run \`npm start\`, then open http://localhost:${config.SIM_PORT} to be one of them.`,
  ].join('\n');
}

async function main(): Promise<void> {
  refuseProduction();
  const size = readSize();
  const config = readConfig(process.env);
  const dataSource = await makeDataSource(config, Object.values(tables)).initialize();
  try {
    await prepareTables(dataSource, config);
    const began = performance.now();
    const tools = { vault: new Vault(config.DATA_KEYS), signer: new Signer(config.SIGNING_KEYS) };
    const cast = await seedCity(dataSource, tools, { ...size, now: new Date() });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(await summary(dataSource, config, cast, writeSimFile(config, cast), seconds));
  } finally {
    await dataSource.destroy();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
