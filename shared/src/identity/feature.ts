import type { Feature } from '../kit/index.js';
import { identityAccess } from './access.js';
import { identityRoutes } from './contract.js';
import { identityErrors } from './errors.js';
import { identityMessages } from './messages.js';

export const identityFeature = {
  name: 'identity',
  routes: identityRoutes,
  errors: identityErrors,
  access: identityAccess,
  messages: identityMessages,
} satisfies Feature;
