import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { WechatModule } from '../wechat/index.js';
import { MessageDelivery } from './delivery.js';

@Module({ imports: [IdentityModule, WechatModule], providers: [MessageDelivery] })
export class MessageModule {}
