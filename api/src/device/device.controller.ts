import { Controller } from '@nestjs/common';
import { deviceRoutes as routes } from '@wuye/shared/device';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Proofs } from './proofs.js';
import { SignIns } from './sign-ins.js';

/** 登录设备 */
@Controller()
export class DeviceController {
  constructor(
    private readonly signIns: SignIns,
    private readonly proofs: Proofs,
  ) {}

  @Endpoint(routes.sessions)
  sessions(context: SignedIn) {
    return this.signIns.list(context);
  }

  @Endpoint(routes.endOne)
  endOne(context: SignedIn, { params }: InputOf<typeof routes.endOne>) {
    return this.signIns.end(context, params.id);
  }

  @Endpoint(routes.endOthers)
  endOthers(context: SignedIn) {
    return this.signIns.endOthers(context);
  }

  @Endpoint(routes.sendProof)
  sendProof(context: SignedIn) {
    return this.proofs.send(context);
  }

  @Endpoint(routes.prove)
  prove(context: SignedIn, input: InputOf<typeof routes.prove>) {
    return this.proofs.prove(context, input);
  }
}
