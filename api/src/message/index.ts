import { HandDeliveryRecord } from './entities.js';

export { messageKinds } from '../platform/outbox/index.js';
export { keywordsOf } from './delivery.js';
export { SmsFallback } from './sms-fallback.js';
export { MessageModule } from './message.module.js';
export { HandDeliveryRecord } from './entities.js';
export const messageEntities = [HandDeliveryRecord];
