import type { Feature } from '../kit/index.js';
import { auditAccess, auditRoutes } from './contract.js';

export const auditFeature = { name: 'audit', routes: auditRoutes, errors: {}, access: auditAccess } satisfies Feature;
