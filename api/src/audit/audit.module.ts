import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { AuditController } from './audit.controller.js';
import { AuditSearch } from './audit-search.js';

@Module({ imports: [IdentityModule], controllers: [AuditController], providers: [AuditSearch] })
export class AuditModule {}
