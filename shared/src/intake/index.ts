export * from './contract.js';
export * from './feature.js';
export * from './rows.js';
