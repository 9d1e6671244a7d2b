import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { ComplaintModule } from '../complaint/index.js';
import { Open311Keys } from './keys.js';
import { Open311Controller } from './open311.controller.js';
import { Requests } from './requests.js';

@Module({ imports: [CommunityModule, ComplaintModule], controllers: [Open311Controller], providers: [Open311Keys, Requests] })
export class Open311Module {}
