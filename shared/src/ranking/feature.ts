import type { Feature } from '../kit/index.js';
import { rankingAccess } from './access.js';
import { rankingRoutes } from './contract.js';
import { rankingErrors } from './errors.js';
import { listingLifecycle } from './lifecycle.js';
import { rankingMessages } from './messages.js';

export const rankingFeature = {
  name: 'ranking',
  routes: rankingRoutes,
  errors: rankingErrors,
  access: rankingAccess,
  messages: rankingMessages,
  lifecycles: { listing: listingLifecycle },
} satisfies Feature;
