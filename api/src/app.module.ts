import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { AppointmentModule } from './appointment/index.js';
import { AuditModule } from './audit/index.js';
import { Background } from './background.js';
import { BoardModule } from './board/index.js';
import { CertificateModule } from './certificate/index.js';
import { CommunityModule } from './community/index.js';
import { ComplaintModule } from './complaint/index.js';
import { CorrectionModule } from './correction/index.js';
import { DeviceModule } from './device/index.js';
import { FiguresModule } from './figures/index.js';
import { IdentityModule } from './identity/index.js';
import { LedgerModule } from './ledger/index.js';
import { IntakeModule } from './intake/index.js';
import { MessageModule } from './message/index.js';
import { Open311Module } from './open311/index.js';
import { Clock } from './platform/clock/index.js';
import { type Config, CONFIG } from './platform/config/index.js';
import { ProblemFilter } from './platform/http/index.js';
import { PlatformModule } from './platform/platform.module.js';
import { PolicyModule } from './policy/index.js';
import { PrivacyModule } from './privacy/index.js';
import { RankingModule } from './ranking/index.js';
import { SessionGuard } from './platform/session/index.js';
import { SecurityModule } from './security/index.js';
import { WechatModule } from './wechat/index.js';

/** The features: one line each. */
const features = [
  CommunityModule,
  IdentityModule,
  AuditModule,
  PrivacyModule,
  DeviceModule,
  CertificateModule,
  CorrectionModule,
  PolicyModule,
  ComplaintModule,
  FiguresModule,
  RankingModule,
  LedgerModule,
  IntakeModule,
  MessageModule,
  Open311Module,
  SecurityModule,
  AppointmentModule,
  BoardModule,
];

/** What the modules are given from outside. */
export interface Ground {
  readonly config: Config;
  readonly dataSource: DataSource;
  readonly clock: Clock;
  /** False leaves timers out, for tests that step by hand. */
  readonly background: boolean;
}

@Module({})
export class AppModule {
  static with({ config, dataSource, clock, background }: Ground): DynamicModule {
    return {
      module: AppModule,
      global: true,
      imports: [PlatformModule, WechatModule, ...features, ...(background ? [ScheduleModule.forRoot()] : [])],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: DataSource, useValue: dataSource },
        { provide: Clock, useValue: clock },
        { provide: APP_GUARD, useClass: SessionGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        ...(background ? [Background] : []),
      ],
      exports: [CONFIG, DataSource, Clock],
    };
  }
}
