import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { IdentityModule } from '../identity/index.js';
import { Database } from '../platform/database/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { Storage } from '../platform/storage/index.js';
import { SmsModule } from '../sms/index.js';
import { WechatModule } from '../wechat/index.js';
import { Deliveries } from './deliveries.js';
import { MessageDelivery } from './delivery.js';
import { DeliveryRows } from './delivery-rows.js';
import { HAND_PICTURES, HandDeliveries } from './hand-deliveries.js';
import { Inbox } from './inbox.js';
import { MessageController } from './message.controller.js';
import { MessageHolder } from './personal.js';
import { SmsFallback } from './sms-fallback.js';

@Module({
  imports: [CommunityModule, IdentityModule, SmsModule, WechatModule],
  controllers: [MessageController],
  providers: [Deliveries, DeliveryRows, HandDeliveries, Inbox, MessageDelivery, MessageHolder, SmsFallback],
  exports: [SmsFallback],
})
export class MessageModule {
  constructor(jobs: Jobs, sms: SmsFallback, storage: Storage, hands: HandDeliveries, database: Database) {
    jobs.add({ name: 'sms', every: 1_000, run: () => sms.drain() });
    storage.useGuard(HAND_PICTURES, (context, id) => hands.maySee(context, id, database.manager));
  }
}
