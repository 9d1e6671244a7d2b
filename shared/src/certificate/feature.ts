import type { Feature } from '../kit/index.js';
import { certificateAccess } from './access.js';
import { certificateRoutes } from './contract.js';
import { certificateErrors } from './errors.js';
import { certificateLifecycle } from './lifecycle.js';
import { certificateMessages } from './messages.js';

export const certificateFeature = {
  name: 'certificate',
  routes: certificateRoutes,
  errors: certificateErrors,
  access: certificateAccess,
  messages: certificateMessages,
  lifecycles: { certificate: certificateLifecycle },
} satisfies Feature;
