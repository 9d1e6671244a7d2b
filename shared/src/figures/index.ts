export * from './contract.js';
export * from './feature.js';
export * from './measure.js';
export * from './month.js';
export * from './report.js';
export * from './words.js';
