import type { Feature } from '../kit/index.js';
import { messageAccess, messageRoutes } from './contract.js';

export const messageFeature = { name: 'message', routes: messageRoutes, errors: {}, access: messageAccess } satisfies Feature;
