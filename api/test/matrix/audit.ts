import { auditRoutes } from '@wuye/shared/audit';
import { fixturesOf } from './kit.js';

export default fixturesOf('audit', auditRoutes, {
  searchAudit: { call: () => ({}) },
  exportAudit: { call: () => ({}) },
});
