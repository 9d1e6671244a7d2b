export { SmsModule } from './sms.module.js';
export { isAbroad, type SmsContent, type SmsFailure, type SmsKind, type SmsResult, SmsSender } from './sender.js';
