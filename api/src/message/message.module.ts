import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { SmsModule } from '../sms/index.js';
import { WechatModule } from '../wechat/index.js';
import { Deliveries } from './deliveries.js';
import { MessageDelivery } from './delivery.js';
import { Inbox } from './inbox.js';
import { MessageController } from './message.controller.js';
import { SmsFallback } from './sms-fallback.js';

@Module({
  imports: [IdentityModule, SmsModule, WechatModule],
  controllers: [MessageController],
  providers: [Deliveries, Inbox, MessageDelivery, SmsFallback],
  exports: [SmsFallback],
})
export class MessageModule {}
