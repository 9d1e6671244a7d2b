import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { FiguresModule } from '../figures/index.js';
import { IdentityModule } from '../identity/index.js';
import { PolicyModule } from '../policy/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { LedgerTable } from './ledger-table.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerMonths } from './months.js';
import { Reviewing } from './reviewing.js';
import { LedgerRows } from './rows.js';
import { LedgerViews } from './views.js';

@Module({
  imports: [CommunityModule, FiguresModule, IdentityModule, PolicyModule],
  controllers: [LedgerController],
  providers: [LedgerMonths, LedgerRows, LedgerTable, LedgerViews, Reviewing],
  exports: [LedgerMonths],
})
export class LedgerModule {
  constructor(jobs: Jobs, months: LedgerMonths) {
    jobs.add({ name: 'ledger', every: 600_000, run: (now) => months.run(now) });
  }
}
