import { Controller } from '@nestjs/common';
import type { InputOf } from '@wuye/shared/kit';
import { securityRoutes as routes } from '@wuye/shared/security';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Confirmations } from './confirmations.js';

/** 第二因素 */
@Controller()
export class SecurityController {
  constructor(private readonly confirmations: Confirmations) {}

  @Endpoint(routes.readConfirm)
  readConfirm(context: SignedIn) {
    return this.confirmations.read(context);
  }

  @Endpoint(routes.sendConfirmCode)
  sendConfirmCode(context: SignedIn) {
    return this.confirmations.sendCode(context);
  }

  @Endpoint(routes.confirm)
  confirm(context: SignedIn, input: InputOf<typeof routes.confirm>) {
    return this.confirmations.confirm(context, input);
  }

  @Endpoint(routes.startAuthenticator)
  startAuthenticator(context: SignedIn) {
    return this.confirmations.enrol(context);
  }

  @Endpoint(routes.activateAuthenticator)
  activateAuthenticator(context: SignedIn, input: InputOf<typeof routes.activateAuthenticator>) {
    return this.confirmations.activate(context, input);
  }

  @Endpoint(routes.endAuthenticator)
  endAuthenticator(context: SignedIn) {
    return this.confirmations.remove(context);
  }
}
