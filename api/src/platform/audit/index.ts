export { type Actor, Audit, type Look } from './audit.js';
export { AuditChain, type ChainFault, type ChainReport } from './chain.js';
export { AuditBlock, type AuditDetail, AuditEntry } from './entities.js';
