import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { SmsModule } from '../sms/index.js';
import { WechatModule } from '../wechat/index.js';
import { MessageDelivery } from './delivery.js';
import { SmsFallback } from './sms-fallback.js';

@Module({ imports: [IdentityModule, SmsModule, WechatModule], providers: [MessageDelivery, SmsFallback], exports: [SmsFallback] })
export class MessageModule {}
