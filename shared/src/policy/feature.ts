import type { Feature } from '../kit/index.js';
import { policyAccess } from './access.js';
import { policyRoutes } from './contract.js';
import { policyErrors } from './errors.js';
import { policyMessages } from './messages.js';

/** 规则设置 and 工作日历: the city's rules for complaints as data. */
export const policyFeature = { name: 'policy', routes: policyRoutes, errors: policyErrors, access: policyAccess, messages: policyMessages } satisfies Feature;
