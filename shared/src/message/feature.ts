import type { Feature } from '../kit/index.js';
import { messageAccess, messageErrors, messageRoutes } from './contract.js';

export const messageFeature = { name: 'message', routes: messageRoutes, errors: messageErrors, access: messageAccess } satisfies Feature;
