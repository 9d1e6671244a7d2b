export { keywordsOf, messageKinds } from './delivery.js';
export { MessageModule } from './message.module.js';
