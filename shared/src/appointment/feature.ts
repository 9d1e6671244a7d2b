import type { Feature } from '../kit/index.js';
import { appointmentAccess } from './access.js';
import { appointmentRoutes } from './contract.js';
import { appointmentErrors } from './errors.js';
import { appointmentMessages } from './messages.js';

export const appointmentFeature = {
  name: 'appointment',
  routes: appointmentRoutes,
  errors: appointmentErrors,
  access: appointmentAccess,
  messages: appointmentMessages,
} satisfies Feature;
