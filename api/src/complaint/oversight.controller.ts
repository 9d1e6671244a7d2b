import { Controller } from '@nestjs/common';
import { complaintRoutes as routes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Demands } from './demands.js';
import { Oversight } from './oversight.js';
import { Pauses } from './pauses.js';
import { Urging } from './urging.js';

/** 企业接办, 督办, 部门会商, 市督促, 暂停计时, 安排办理人, 内部备注. */
@Controller()
export class OversightController {
  constructor(
    private readonly oversight: Oversight,
    private readonly demands: Demands,
    private readonly urging: Urging,
    private readonly pauses: Pauses,
  ) {}

  @Endpoint(routes.takeOver)
  takeOver(context: SignedIn, input: InputOf<typeof routes.takeOver>) {
    return this.oversight.takeOver(context, input);
  }

  @Endpoint(routes.supervise)
  supervise(context: SignedIn, input: InputOf<typeof routes.supervise>) {
    return this.demands.supervise(context, input);
  }

  @Endpoint(routes.confer)
  confer(context: SignedIn, input: InputOf<typeof routes.confer>) {
    return this.demands.confer(context, input);
  }

  @Endpoint(routes.conferred)
  conferred(context: SignedIn, input: InputOf<typeof routes.conferred>) {
    return this.demands.conferred(context, input);
  }

  @Endpoint(routes.urge)
  urge(context: SignedIn, input: InputOf<typeof routes.urge>) {
    return this.urging.urge(context, input);
  }

  @Endpoint(routes.pause)
  pause(context: SignedIn, input: InputOf<typeof routes.pause>) {
    return this.pauses.pause(context, input);
  }

  @Endpoint(routes.resume)
  resume(context: SignedIn, input: InputOf<typeof routes.resume>) {
    return this.pauses.resume(context, input);
  }

  @Endpoint(routes.note)
  note(context: SignedIn, input: InputOf<typeof routes.note>) {
    return this.oversight.note(context, input);
  }

  @Endpoint(routes.staff)
  staff(context: SignedIn, input: InputOf<typeof routes.staff>) {
    return this.oversight.staff(context, input);
  }

  @Endpoint(routes.assign)
  assign(context: SignedIn, input: InputOf<typeof routes.assign>) {
    return this.oversight.assign(context, input);
  }
}
