import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.js';
import { WechatFace, WechatModule } from '../wechat/index.js';
import { FaceChecker } from './checker.js';
import { TencentFaceChecker } from './tencent.js';
import { WechatFaceChecker } from './wechat.js';

/** The face check, by whichever provider FACE_PROVIDER names. */
@Module({
  imports: [WechatModule],
  providers: [
    {
      provide: FaceChecker,
      useFactory: (config: Config, wechat: WechatFace): FaceChecker =>
        config.FACE_PROVIDER === 'tencent' ? new TencentFaceChecker(config) : new WechatFaceChecker(wechat),
      inject: [CONFIG, WechatFace],
    },
  ],
  exports: [FaceChecker],
})
export class FaceModule {}
