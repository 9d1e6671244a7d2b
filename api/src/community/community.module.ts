import { Module } from '@nestjs/common';
import { WechatModule } from '../wechat/index.js';
import { Communities } from './communities.js';
import { CommunityController } from './community.controller.js';
import { PosterScenes } from './poster-scenes.js';
import { TitleRegister } from './title-register.js';

@Module({
  imports: [WechatModule],
  controllers: [CommunityController],
  providers: [Communities, PosterScenes, TitleRegister],
  exports: [Communities, TitleRegister],
})
export class CommunityModule {}
