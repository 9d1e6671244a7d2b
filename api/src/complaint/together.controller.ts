import { Controller } from '@nestjs/common';
import { togetherRoutes as routes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { GraveMarks } from './grave-marks.js';
import { Joining } from './joining.js';
import { ComplaintLists } from './lists.js';
import { Publications } from './publications.js';
import { Similar } from './similar.js';

/** 一键同诉, and what is public in the community. */
@Controller()
export class TogetherController {
  constructor(
    private readonly near: Similar,
    private readonly joining: Joining,
    private readonly lists: ComplaintLists,
    private readonly marks: GraveMarks,
    private readonly publications: Publications,
  ) {}

  @Endpoint(routes.similar)
  similar(context: SignedIn, input: InputOf<typeof routes.similar>) {
    return this.near.list(context, input);
  }

  @Endpoint(routes.join)
  join(context: SignedIn, input: InputOf<typeof routes.join>) {
    return this.joining.join(context, input);
  }

  @Endpoint(routes.leave)
  leave(context: SignedIn, input: InputOf<typeof routes.leave>) {
    return this.joining.leave(context, input);
  }

  @Endpoint(routes.joined)
  joined(context: SignedIn, input: InputOf<typeof routes.joined>) {
    return this.lists.joined(context, input);
  }

  @Endpoint(routes.grave)
  grave(context: SignedIn, input: InputOf<typeof routes.grave>) {
    return this.marks.mark(context, input);
  }

  @Endpoint(routes.published)
  published(context: SignedIn, input: InputOf<typeof routes.published>) {
    return this.publications.list(context, input);
  }
}
