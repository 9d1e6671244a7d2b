import type { Feature } from '../kit/index.js';
import { complaintAccess } from './access.js';
import { complaintErrors } from './errors.js';
import { complaintLifecycle } from './lifecycle.js';
import { complaintMessages } from './messages.js';
import { complaintRoutes } from './routes.js';
import { togetherAccess, togetherErrors, togetherMessages } from './together.js';

export const complaintFeature = {
  name: 'complaint',
  routes: complaintRoutes,
  errors: { ...complaintErrors, ...togetherErrors },
  access: { ...complaintAccess, ...togetherAccess },
  messages: { ...complaintMessages, ...togetherMessages },
  lifecycles: { complaint: complaintLifecycle },
} satisfies Feature;
