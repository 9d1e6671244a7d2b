export * from './contract.js';
export * from './errors.js';
export * from './feature.js';
export * from './jssdk.js';
