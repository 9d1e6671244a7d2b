import type { Feature } from '../kit/index.js';
import { correctionAccess } from './access.js';
import { correctionRoutes } from './contract.js';
import { correctionErrors } from './errors.js';
import { correctionLifecycle } from './lifecycle.js';
import { correctionMessages } from './messages.js';

export const correctionFeature = {
  name: 'correction',
  routes: correctionRoutes,
  errors: correctionErrors,
  access: correctionAccess,
  messages: correctionMessages,
  lifecycles: { correction: correctionLifecycle },
} satisfies Feature;
