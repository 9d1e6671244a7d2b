import { Module } from '@nestjs/common';
import { WechatModule } from '../wechat/index.js';
import { Communities } from './communities.js';
import { CommunityController } from './community.controller.js';
import { PosterCodes } from './poster-codes.js';
import { PosterScenes } from './poster-scenes.js';
import { Posters } from './posters.js';
import { RegisterDesk } from './register-desk.js';
import { TitleRegister } from './title-register.js';

@Module({
  imports: [WechatModule],
  controllers: [CommunityController],
  providers: [Communities, PosterCodes, Posters, PosterScenes, RegisterDesk, TitleRegister],
  exports: [Communities, PosterCodes, Posters, RegisterDesk, TitleRegister],
})
export class CommunityModule {}
