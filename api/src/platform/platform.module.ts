import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { keepTerms } from '@wuye/shared/privacy';
import { Access } from './access/index.js';
import { Audit, AuditChain } from './audit/index.js';
import { WorkingCalendar } from './calendar/index.js';
import { type Config, CONFIG } from './config/index.js';
import { Signer, Vault } from './crypto/index.js';
import { Database } from './database/index.js';
import { HealthController } from './health/index.js';
import { ProblemForms } from './http/index.js';
import { IdempotencyRecord, Work } from './idempotency/index.js';
import { Jobs } from './jobs/index.js';
import { Limits, RateLimit } from './limits/index.js';
import { Outbox, OutboxMessage, OutboxSms } from './outbox/index.js';
import { PersonalData, PlatformHolder } from './personal/index.js';
import { Device, Devices, OAuthState, Session, Sessions } from './session/index.js';
import { Blobs, blobsFor, Pieces, Storage, StorageController, Uploads } from './storage/index.js';
import { Sweeps } from './sweeps/index.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const rooms = [
  Access,
  Audit,
  Devices,
  AuditChain,
  Jobs,
  Limits,
  Outbox,
  PersonalData,
  Pieces,
  PlatformHolder,
  ProblemForms,
  Sessions,
  Storage,
  Sweeps,
  Uploads,
  Work,
  WorkingCalendar,
  { provide: Blobs, useFactory: blobsFor, inject: [CONFIG] },
  { provide: Database, useFactory: (dataSource: DataSource) => new Database(dataSource), inject: [DataSource] },
  { provide: Vault, useFactory: (config: Config) => new Vault(config.DATA_KEYS), inject: [CONFIG] },
  { provide: Signer, useFactory: (config: Config) => new Signer(config.SIGNING_KEYS), inject: [CONFIG] },
];

/** What every feature stands on. */
@Global()
@Module({ controllers: [HealthController, StorageController], providers: rooms, exports: rooms })
export class PlatformModule {
  constructor(jobs: Jobs, sweeps: Sweeps, outbox: Outbox, storage: Storage, uploads: Uploads, chain: AuditChain) {
    jobs.add({ name: 'messages', every: SECOND, run: () => outbox.drain() });
    jobs.add({ name: 'messages that wait', every: 60 * SECOND, run: () => outbox.sweep() });
    jobs.add({ name: 'audit', every: 60 * SECOND, run: (now) => chain.seal(now) });
    jobs.add({ name: 'old audit', every: HOUR, run: (now) => chain.prune(now) });
    jobs.add({ name: 'files', every: HOUR, run: (now) => storage.sweep(now) });
    jobs.add({ name: 'uploads', every: HOUR, run: (now) => uploads.sweep(now) });
    jobs.add({ name: 'old rows', every: HOUR, run: (now) => sweeps.run(now) });
    sweeps.keepFor(
      // An answer is repeated to whoever asks again; after days nobody does.
      { entity: IdempotencyRecord, column: 'createdAt', keep: keepTerms.answer.keep },
      { entity: OAuthState, column: 'expiresAt', keep: keepTerms.signIn.keep },
      { entity: RateLimit, column: 'lastAt', keep: keepTerms.limit.keep },
      { entity: Session, column: 'expiresAt', keep: keepTerms.session.keep },
      // Ids are time-ordered: no index on the time is needed.
      { entity: OutboxMessage, column: 'id', keep: keepTerms.message.keep },
      { entity: OutboxSms, column: 'id', keep: keepTerms.message.keep },
      { entity: Device, column: 'seenAt', keep: keepTerms.device.keep },
    );
  }
}
