import type { Feature } from '../kit/index.js';
import { storageErrors, storageRoutes } from './contract.js';

export const storageFeature = { name: 'storage', routes: storageRoutes, errors: storageErrors, access: {} } satisfies Feature;
