import type { Feature } from '../kit/index.js';
import { intakeAccess, intakeErrors, intakeRoutes } from './contract.js';

export const intakeFeature = { name: 'intake', routes: intakeRoutes, errors: intakeErrors, access: intakeAccess } satisfies Feature;
