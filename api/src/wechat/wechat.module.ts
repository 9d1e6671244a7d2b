import { Module } from '@nestjs/common';
import { WechatAlarms } from './alarms.js';
import { WechatClient } from './client.js';
import { WechatFace } from './face.js';
import { WechatOAuth } from './oauth.js';
import { SharedTokens } from './shared-token.js';
import { WechatTemplates } from './template.js';

/** The only room that knows WeChat's wire format. */
@Module({
  providers: [SharedTokens, WechatAlarms, WechatClient, WechatFace, WechatOAuth, WechatTemplates],
  exports: [SharedTokens, WechatAlarms, WechatClient, WechatFace, WechatOAuth, WechatTemplates],
})
export class WechatModule {}
