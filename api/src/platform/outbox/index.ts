export * from './entities.js';
export * from './outbox.js';
