import type { Feature } from '../kit/index.js';
import { communityAccess } from './access.js';
import { communityErrors, communityRoutes } from './contract.js';

export const communityFeature = {
  name: 'community',
  routes: communityRoutes,
  errors: communityErrors,
  access: communityAccess,
} satisfies Feature;
