export * from './contract.js';
export * from './feature.js';
export * from './keyword.js';
export * from './night.js';
export * from './number.js';
