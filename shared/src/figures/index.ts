export * from './contract.js';
export * from './feature.js';
export * from './measure.js';
