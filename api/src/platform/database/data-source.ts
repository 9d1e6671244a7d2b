import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import libsql from 'libsql';
import { DataSource, type DataSourceOptions, type EntityTarget } from 'typeorm';
import { migrations } from '@wuye/migrations';
import type { Config } from '../config/index.js';
import { PREPARED_STATEMENTS, prepareOnMysql } from './mysql-prepared.js';
import { SnakeNaming } from './naming.js';
import { takeTurnsOnSqlite } from './sqlite-turns.js';

type DatabaseConfig = Pick<Config, 'DATABASE_URL' | 'DATABASE_POOL' | 'DATA_DIR'>;

/** True when the settings ask for the embedded database. */
export const isEmbedded = (config: Pick<Config, 'DATABASE_URL'>): boolean => config.DATABASE_URL === '';

function options(config: DatabaseConfig, entities: EntityTarget<object>[]): DataSourceOptions {
  const common = { entities: entities as never[], migrations: [...migrations], namingStrategy: new SnakeNaming(), logging: false as const, synchronize: false };
  if (!isEmbedded(config)) {
    return {
      ...common,
      type: 'mysql',
      url: config.DATABASE_URL,
      timezone: 'Z',
      charset: 'utf8mb4',
      supportBigNumbers: true,
      poolSize: config.DATABASE_POOL,
      extra: { maxIdle: config.DATABASE_POOL, enableKeepAlive: true, maxPreparedStatements: PREPARED_STATEMENTS },
    };
  }
  mkdirSync(config.DATA_DIR, { recursive: true });
  return {
    ...common,
    type: 'better-sqlite3',
    driver: libsql,
    database: join(config.DATA_DIR, 'wuye.sqlite'),
    prepareDatabase: (database: { pragma(text: string): void }) => {
      // WAL lets a backup read while we write; FULL keeps every acknowledged commit through a power cut.
      for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 5000']) database.pragma(pragma);
    },
  };
}

/** Makes the (unopened) connection to the database that the settings name. */
export function makeDataSource(config: DatabaseConfig, entities: EntityTarget<object>[]): DataSource {
  const dataSource = new DataSource(options(config, entities));
  if (isEmbedded(config)) takeTurnsOnSqlite(dataSource);
  else prepareOnMysql(dataSource);
  return dataSource;
}
