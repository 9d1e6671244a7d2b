import type { Feature } from '../kit/index.js';
import { privacyRoutes } from './contract.js';
import { privacyErrors } from './errors.js';

export const privacyFeature = { name: 'privacy', routes: privacyRoutes, errors: privacyErrors, access: {} } satisfies Feature;
