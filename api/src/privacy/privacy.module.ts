import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { IdentityModule } from '../identity/index.js';
import { PrivacyController } from './privacy.controller.js';
import { PrivacyPages } from './privacy-pages.js';
import { Rights } from './rights.js';

@Module({ imports: [CommunityModule, IdentityModule], controllers: [PrivacyController], providers: [PrivacyPages, Rights] })
export class PrivacyModule {}
