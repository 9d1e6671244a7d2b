import type { Feature } from '../kit/index.js';
import { figuresAccess, figuresRoutes } from './contract.js';

export const figuresFeature = { name: 'figures', routes: figuresRoutes, errors: {}, access: figuresAccess } satisfies Feature;
