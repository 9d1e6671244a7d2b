export * from './access.js';
export * from './errors.js';
export * from './feature.js';
export * from './lifecycle.js';
export * from './message.js';
export * from './reveal.js';
export * from './route.js';
export * from './schemas.js';
