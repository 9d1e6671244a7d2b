import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.js';
import { GatewaySms } from './gateway.js';
import { SmsSender } from './sender.js';
import { TencentSms } from './tencent.js';

/** Text messages, through whichever provider SMS_PROVIDER names. */
@Module({
  providers: [
    {
      provide: SmsSender,
      useFactory: (config: Config): SmsSender => (config.SMS_PROVIDER === 'tencent' ? new TencentSms(config) : new GatewaySms(config)),
      inject: [CONFIG],
    },
  ],
  exports: [SmsSender],
})
export class SmsModule {}
