import { CalendarJob, CalendarWarning, CityPolicy, EnteredYear } from './entities.js';

export { type DeadlineHolder, Deadlines, type Done, type Stretch } from './deadlines.js';
export { Policies, type PolicyVersion, type Rules } from './policies.js';
export { PolicyModule } from './policy.module.js';
export { YearWork } from './year-work.js';
export const policyEntities = [CityPolicy, EnteredYear, CalendarJob, CalendarWarning];
