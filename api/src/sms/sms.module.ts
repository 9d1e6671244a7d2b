import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.js';
import { WechatAlarms, WechatModule } from '../wechat/index.js';
import { GatewaySms } from './gateway.js';
import { SmsSender } from './sender.js';
import { TencentSms } from './tencent.js';

const MEANS = 'no SMS leaves before the token, key, template or balance at the provider is put right';

/** Text messages, through whichever provider SMS_PROVIDER names. */
@Module({
  imports: [WechatModule],
  providers: [
    {
      provide: SmsSender,
      useFactory: (config: Config, alarms: WechatAlarms): SmsSender => {
        const tell = (code: string) => alarms.tell({ code: 'SMS', path: code, detail: config.SMS_PROVIDER, means: MEANS });
        return config.SMS_PROVIDER === 'tencent' ? new TencentSms(config, tell) : new GatewaySms(config, tell);
      },
      inject: [CONFIG, WechatAlarms],
    },
  ],
  exports: [SmsSender],
})
export class SmsModule {}
