export * from './request-log.js';
export { safeError } from './safe-error.js';
export { inSources } from './source-lines.js';
