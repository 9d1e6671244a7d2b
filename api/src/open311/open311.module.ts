import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { ComplaintModule } from '../complaint/index.js';
import { ProblemForms } from '../platform/http/index.js';
import { Addresses } from './addresses.js';
import { errorsOf } from './answers.js';
import { Jurisdictions } from './jurisdictions.js';
import { Open311Keys } from './keys.js';
import { Open311Controller } from './open311.controller.js';
import { Requests } from './requests.js';
import { Submitting } from './submitting.js';

@Module({
  imports: [CommunityModule, ComplaintModule],
  controllers: [Open311Controller],
  providers: [Addresses, Jurisdictions, Open311Keys, Requests, Submitting],
})
export class Open311Module {
  constructor(forms: ProblemForms) {
    forms.use('/api/open311/', errorsOf);
  }
}
