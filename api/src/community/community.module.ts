import { Module } from '@nestjs/common';
import { Communities } from './communities.js';
import { CommunityController } from './community.controller.js';
import { TitleRegister } from './title-register.js';

@Module({ controllers: [CommunityController], providers: [Communities, TitleRegister], exports: [Communities, TitleRegister] })
export class CommunityModule {}
