export { messageKinds } from '../platform/outbox/index.js';
export { keywordsOf } from './delivery.js';
export { MessageModule } from './message.module.js';
