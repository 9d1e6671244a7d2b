import { Controller } from '@nestjs/common';
import { certificateRoutes as routes } from '@wuye/shared/certificate';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { CertificateApplying } from './applying.js';
import { Certifying } from './certifying.js';
import { CertificateLookUps } from './look-ups.js';

/** 线下认证 */
@Controller()
export class CertificateController {
  constructor(
    private readonly applying: CertificateApplying,
    private readonly lookUps: CertificateLookUps,
    private readonly certifying: Certifying,
  ) {}

  @Endpoint(routes.applyCertificate)
  applyCertificate(context: SignedIn, input: InputOf<typeof routes.applyCertificate>) {
    return this.applying.apply(context, input);
  }

  @Endpoint(routes.myCertificate)
  myCertificate(context: SignedIn, input: InputOf<typeof routes.myCertificate>) {
    return this.applying.mine(context, input);
  }

  @Endpoint(routes.supplementCertificate)
  supplementCertificate(context: SignedIn, input: InputOf<typeof routes.supplementCertificate>) {
    return this.applying.supplement(context, input);
  }

  @Endpoint(routes.withdrawCertificate)
  withdrawCertificate(context: SignedIn, input: InputOf<typeof routes.withdrawCertificate>) {
    return this.applying.withdraw(context, input);
  }

  @Endpoint(routes.lookUpCertificate)
  lookUpCertificate(context: SignedIn, input: InputOf<typeof routes.lookUpCertificate>) {
    return this.lookUps.lookUp(context, input);
  }

  @Endpoint(routes.certify)
  certify(context: SignedIn, input: InputOf<typeof routes.certify>) {
    return this.certifying.certify(context, input);
  }

  @Endpoint(routes.returnCertificate)
  returnCertificate(context: SignedIn, input: InputOf<typeof routes.returnCertificate>) {
    return this.certifying.sendBack(context, input);
  }
}
