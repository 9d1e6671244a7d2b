export * from './line.js';
export * from './registry.js';
