import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { IdentityModule } from '../identity/index.js';
import { Storage } from '../platform/storage/index.js';
import { Sweeps } from '../platform/sweeps/index.js';
import { CertificateApplying } from './applying.js';
import { CertificateCases, PICTURES } from './cases.js';
import { CertificateController } from './certificate.controller.js';
import { Certifying } from './certifying.js';
import { CertificateLookUps } from './look-ups.js';
import { CertificateHolder } from './personal.js';
import { CertificateTrail } from './trail.js';

@Module({
  imports: [CommunityModule, IdentityModule],
  controllers: [CertificateController],
  providers: [CertificateApplying, CertificateCases, CertificateHolder, CertificateLookUps, CertificateTrail, Certifying],
})
export class CertificateModule {
  constructor(storage: Storage, sweeps: Sweeps, cases: CertificateCases) {
    storage.useGuard(PICTURES, (context, id) => cases.maySeePictures(context, id));
    sweeps.useJob((now) => cases.sweep(now));
  }
}
