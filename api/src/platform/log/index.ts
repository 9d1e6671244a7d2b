export * from './request-log.js';
export { safeError } from './safe-error.js';
