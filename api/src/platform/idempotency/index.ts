export { IdempotencyRecord } from './entities.js';
export { Work } from './work.js';
