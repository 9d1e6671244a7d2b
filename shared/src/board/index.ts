export * from './access.js';
export * from './contract.js';
export * from './errors.js';
export * from './feature.js';
export * from './hanging.js';
export * from './messages.js';
export * from './words.js';
