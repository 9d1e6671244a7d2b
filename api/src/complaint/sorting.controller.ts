import { Controller } from '@nestjs/common';
import { complaintRoutes as routes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Bodies } from './bodies.js';
import { Proposals } from './proposals.js';
import { Referrals } from './referrals.js';
import { Sorting } from './sorting.js';

/** 受理登记 into a class, and the ways that follow from it: a date, another body. */
@Controller()
export class SortingController {
  constructor(
    private readonly sorting: Sorting,
    private readonly proposals: Proposals,
    private readonly referrals: Referrals,
    private readonly bodies: Bodies,
  ) {}

  @Endpoint(routes.accept)
  accept(context: SignedIn, input: InputOf<typeof routes.accept>) {
    return this.sorting.accept(context, input);
  }

  @Endpoint(routes.date)
  date(context: SignedIn, input: InputOf<typeof routes.date>) {
    return this.proposals.answer(context, input);
  }

  @Endpoint(routes.refer)
  refer(context: SignedIn, input: InputOf<typeof routes.refer>) {
    return this.referrals.refer(context, input);
  }

  @Endpoint(routes.referral)
  referral(context: SignedIn, input: InputOf<typeof routes.referral>) {
    return this.referrals.answer(context, input);
  }

  @Endpoint(routes.bodies)
  list(context: SignedIn, _input: InputOf<typeof routes.bodies>) {
    return this.bodies.list(context);
  }

  @Endpoint(routes.addBody)
  addBody(context: SignedIn, input: InputOf<typeof routes.addBody>) {
    return this.bodies.add(context, input);
  }

  @Endpoint(routes.endBody)
  endBody(context: SignedIn, input: InputOf<typeof routes.endBody>) {
    return this.bodies.end(context, input);
  }
}
