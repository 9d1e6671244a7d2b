import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { ComplaintModule } from '../complaint/index.js';
import { IdentityModule } from '../identity/index.js';
import { Answers } from './answers.js';
import { Arriving } from './arriving.js';
import { Batches } from './batches.js';
import { Desk } from './desk.js';
import { IntakeController } from './intake.controller.js';
import { Mappings } from './mappings.js';
import { Unsorted } from './unsorted.js';

@Module({
  imports: [CommunityModule, ComplaintModule, IdentityModule],
  controllers: [IntakeController],
  providers: [Answers, Arriving, Batches, Desk, Mappings, Unsorted],
})
export class IntakeModule {}
