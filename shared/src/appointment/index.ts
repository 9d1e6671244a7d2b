export * from './access.js';
export * from './contract.js';
export * from './errors.js';
export * from './feature.js';
export * from './messages.js';
export * from './offices.js';
export * from './term.js';
