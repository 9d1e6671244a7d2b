import { CityPolicy, EnteredYear } from './entities.js';

export { Policies, type PolicyVersion, type Rules } from './policies.js';
export { PolicyModule } from './policy.module.js';
export const policyEntities = [CityPolicy, EnteredYear];
