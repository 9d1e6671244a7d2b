import { Module } from '@nestjs/common';
import { WechatClient } from './client.js';
import { WechatFace } from './face.js';
import { WechatOAuth } from './oauth.js';
import { WechatTemplates } from './template.js';

/** The only room that knows WeChat's wire format. */
@Module({
  providers: [WechatClient, WechatFace, WechatOAuth, WechatTemplates],
  exports: [WechatClient, WechatFace, WechatOAuth, WechatTemplates],
})
export class WechatModule {}
