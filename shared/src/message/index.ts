export * from './keyword.js';
export * from './night.js';
