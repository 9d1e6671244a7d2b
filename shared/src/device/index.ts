export * from './contract.js';
export * from './feature.js';
