export * from './access.js';
export * from './contract.js';
export * from './errors.js';
export * from './feature.js';
export * from './lifecycle.js';
export * from './messages.js';
export * from './rule.js';
