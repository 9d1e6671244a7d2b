import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { WorkingCalendar } from '../platform/calendar/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { Deadlines } from './deadlines.js';
import { Policies } from './policies.js';
import { PolicyController } from './policy.controller.js';
import { PolicyVersions } from './versions.js';
import { YearWork } from './year-work.js';
import { Years } from './years.js';

@Module({
  imports: [IdentityModule],
  controllers: [PolicyController],
  providers: [Deadlines, Policies, PolicyVersions, Years, YearWork],
  exports: [Deadlines, Policies, YearWork],
})
export class PolicyModule {
  constructor(jobs: Jobs, work: YearWork, calendar: WorkingCalendar, policies: Policies) {
    calendar.useYears(async (now, manager) => (await policies.rules(now, manager)).calendar);
    jobs.add({ name: 'calendar-years', every: 5_000, run: (now) => work.run(now) });
    jobs.add({ name: 'calendar-warning', every: 3_600_000, run: (now) => work.warn(now) });
  }
}
