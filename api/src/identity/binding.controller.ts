import { Controller } from '@nestjs/common';
import { identityRoutes as routes } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Applications } from './applications.js';
import { Bindings } from './bindings.js';
import { FaceChecks } from './face-checks.js';
import { LaterCertificate } from './later-certificate.js';
import { Roles } from './roles.js';

/** 业主身份绑定 and 身份认证. */
@Controller()
export class BindingController {
  constructor(
    private readonly applications: Applications,
    private readonly bindings: Bindings,
    private readonly faceChecks: FaceChecks,
    private readonly later: LaterCertificate,
    private readonly roles: Roles,
  ) {}

  @Endpoint(routes.startBinding)
  startBinding(context: SignedIn, input: InputOf<typeof routes.startBinding>) {
    return this.applications.start(context, input);
  }

  @Endpoint(routes.readBindingApplication)
  readBindingApplication(context: SignedIn, { params }: InputOf<typeof routes.readBindingApplication>) {
    return this.applications.read(context, params.id);
  }

  @Endpoint(routes.startFace)
  startFace(context: SignedIn, { params, body }: InputOf<typeof routes.startFace>) {
    return this.faceChecks.start(context, params.id, body.consent);
  }

  @Endpoint(routes.finishFace)
  finishFace(context: SignedIn, { params }: InputOf<typeof routes.finishFace>) {
    return this.faceChecks.finish(context, params.id);
  }

  @Endpoint(routes.confirmBinding)
  confirmBinding(context: SignedIn, input: InputOf<typeof routes.confirmBinding>) {
    return this.bindings.confirm(context, input);
  }

  @Endpoint(routes.readBindings)
  readBindings(context: SignedIn) {
    return this.bindings.mine(context);
  }

  @Endpoint(routes.endBindings)
  endBindings(context: SignedIn) {
    return this.bindings.endAll(context);
  }

  @Endpoint(routes.leaveHouse)
  leaveHouse(context: SignedIn, { params }: InputOf<typeof routes.leaveHouse>) {
    return this.bindings.leave(context, params.houseId);
  }

  @Endpoint(routes.startCertificate)
  startCertificate(context: SignedIn) {
    return this.later.start(context);
  }

  @Endpoint(routes.claimRole)
  claimRole(context: SignedIn, input: InputOf<typeof routes.claimRole>) {
    return this.roles.claim(context, input);
  }
}
