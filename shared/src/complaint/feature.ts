import type { Feature } from '../kit/index.js';
import { complaintAccess } from './access.js';
import { complaintErrors } from './errors.js';
import { complaintLifecycle } from './lifecycle.js';
import { complaintMessages } from './messages.js';
import { complaintRoutes } from './routes.js';

export const complaintFeature = {
  name: 'complaint',
  routes: complaintRoutes,
  errors: complaintErrors,
  access: complaintAccess,
  messages: complaintMessages,
  lifecycles: { complaint: complaintLifecycle },
} satisfies Feature;
