export { SmsGateway, SmsModule } from './sms.js';
