import type { Feature } from '../kit/index.js';
import { securityErrors, securityRoutes } from './contract.js';

/** 第二因素: proving again who one is before a sensitive act. */
export const securityFeature = { name: 'security', routes: securityRoutes, errors: securityErrors, access: {} } satisfies Feature;
