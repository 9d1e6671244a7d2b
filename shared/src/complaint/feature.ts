import type { Feature } from '../kit/index.js';
import { complaintAccess } from './access.js';
import { callerErrors, callerMessages } from './caller.js';
import { complaintErrors } from './errors.js';
import { complaintLifecycle } from './lifecycle.js';
import { complaintMessages } from './messages.js';
import { complaintRoutes } from './routes.js';
import { togetherAccess, togetherErrors, togetherMessages } from './together.js';

export const complaintFeature = {
  name: 'complaint',
  routes: complaintRoutes,
  errors: { ...complaintErrors, ...togetherErrors, ...callerErrors },
  access: { ...complaintAccess, ...togetherAccess },
  messages: { ...complaintMessages, ...togetherMessages, ...callerMessages },
  lifecycles: { complaint: complaintLifecycle },
} satisfies Feature;
