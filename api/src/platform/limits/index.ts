export { RateLimit } from './entities.js';
export { type Limit, Limits, type Refusal } from './limits.js';
