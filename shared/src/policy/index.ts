export * from './clock.js';
export * from './deadline.js';
export * from './ladder.js';
export * from './list.js';
export * from './policy.js';
export * from './presets.js';
export * from './ways.js';
