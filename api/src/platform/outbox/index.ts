export { type Count } from './counts.js';
export * from './entities.js';
export { kindOf, mayGoAt, messageKinds, requiredKinds } from './kinds.js';
export { type Claimed } from './ledger.js';
export { type Direct, type Draft, Outbox, type OwnersOf, type OwnersQuery, type TopicReader } from './outbox.js';
export { nameOf, persist } from './persist.js';
export { type Report } from './reports.js';
export { type ClaimedSms, type SmsEntry, SmsLedger } from './sms-ledger.js';
export { type Deliver, type Delivery, type Send } from './worker.js';
