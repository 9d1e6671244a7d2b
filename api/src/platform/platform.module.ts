import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Access } from './access/index.js';
import { Audit } from './audit/index.js';
import { type Config, CONFIG } from './config/index.js';
import { Signer, Vault } from './crypto/index.js';
import { Database } from './database/index.js';
import { HealthController } from './health/index.js';
import { Work } from './idempotency/index.js';
import { Limits } from './limits/index.js';
import { Outbox } from './outbox/index.js';
import { Sessions } from './session/index.js';
import { Blobs, blobsFor, Storage, StorageController } from './storage/index.js';

const rooms = [
  Access,
  Audit,
  Limits,
  Outbox,
  Sessions,
  Storage,
  Work,
  { provide: Blobs, useFactory: blobsFor, inject: [CONFIG] },
  { provide: Database, useFactory: (dataSource: DataSource) => new Database(dataSource), inject: [DataSource] },
  { provide: Vault, useFactory: (config: Config) => new Vault(config.DATA_KEYS), inject: [CONFIG] },
  { provide: Signer, useFactory: (config: Config) => new Signer(config.SIGNING_KEYS), inject: [CONFIG] },
];

/** What every feature stands on. */
@Global()
@Module({ controllers: [HealthController, StorageController], providers: rooms, exports: rooms })
export class PlatformModule {}
