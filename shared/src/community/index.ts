export * from './access.js';
export * from './credit-code.js';
export * from './contract.js';
export * from './feature.js';
