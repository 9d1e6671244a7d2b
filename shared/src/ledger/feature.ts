import type { Feature } from '../kit/index.js';
import { ledgerAccess } from './access.js';
import { ledgerRoutes } from './contract.js';
import { ledgerErrors } from './errors.js';
import { ledgerLifecycle } from './lifecycle.js';
import { ledgerMessages } from './messages.js';

export const ledgerFeature = {
  name: 'ledger',
  routes: ledgerRoutes,
  errors: ledgerErrors,
  access: ledgerAccess,
  messages: ledgerMessages,
  lifecycles: { ledger: ledgerLifecycle },
} satisfies Feature;
