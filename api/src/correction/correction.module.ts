import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { IdentityModule } from '../identity/index.js';
import { Storage } from '../platform/storage/index.js';
import { Sweeps } from '../platform/sweeps/index.js';
import { CorrectionAnswering } from './answering.js';
import { CorrectionController } from './correction.controller.js';
import { Corrections, PICTURES } from './corrections.js';
import { CorrectionGround } from './ground.js';
import { CorrectionLists } from './lists.js';
import { CorrectionHolder } from './personal.js';
import { CorrectionSubmitting } from './submitting.js';
import { CorrectionTrail } from './trail.js';

@Module({
  imports: [CommunityModule, IdentityModule],
  controllers: [CorrectionController],
  providers: [CorrectionAnswering, CorrectionGround, CorrectionHolder, CorrectionLists, Corrections, CorrectionSubmitting, CorrectionTrail],
})
export class CorrectionModule {
  constructor(storage: Storage, sweeps: Sweeps, corrections: Corrections) {
    storage.useGuard(PICTURES, (context, id) => corrections.maySeePictures(context, id));
    sweeps.useJob((now) => corrections.sweep(now));
  }
}
