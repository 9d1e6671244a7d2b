import type { Feature } from '../kit/index.js';
import { boardAccess } from './access.js';
import { boardRoutes } from './contract.js';
import { boardErrors } from './errors.js';
import { boardMessages } from './messages.js';

export const boardFeature = {
  name: 'board',
  routes: boardRoutes,
  errors: boardErrors,
  access: boardAccess,
  messages: boardMessages,
} satisfies Feature;
