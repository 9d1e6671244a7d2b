export * from './contract.js';
export * from './errors.js';
export * from './feature.js';
export * from './holdings.js';
export * from './redact.js';
export * from './terms.js';
export * from './texts.js';
