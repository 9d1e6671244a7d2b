import { Controller } from '@nestjs/common';
import { callerRoutes as routes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { type Context, Endpoint } from '../platform/http/index.js';
import { CallerPage } from './caller-page.js';

/** A caller's complaint by the token of their SMS. */
@Controller()
export class CallerController {
  constructor(private readonly page: CallerPage) {}

  @Endpoint(routes.callerRead)
  callerRead(context: Context, input: InputOf<typeof routes.callerRead>) {
    return this.page.read(context, input);
  }

  @Endpoint(routes.callerJudge)
  callerJudge(context: Context, input: InputOf<typeof routes.callerJudge>) {
    return this.page.judge(context, input);
  }

  @Endpoint(routes.callerRate)
  callerRate(context: Context, input: InputOf<typeof routes.callerRate>) {
    return this.page.rate(context, input);
  }
}
