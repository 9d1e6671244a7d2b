import { Controller } from '@nestjs/common';
import { correctionRoutes as routes } from '@wuye/shared/correction';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { CorrectionAnswering } from './answering.js';
import { CorrectionGround } from './ground.js';
import { CorrectionLists } from './lists.js';
import { CorrectionSubmitting } from './submitting.js';

/** 提交更正, 提交房屋信息 and 更正办理 */
@Controller()
export class CorrectionController {
  constructor(
    private readonly submitting: CorrectionSubmitting,
    private readonly ground: CorrectionGround,
    private readonly lists: CorrectionLists,
    private readonly answering: CorrectionAnswering,
  ) {}

  @Endpoint(routes.submitCorrection)
  submitCorrection(context: SignedIn, input: InputOf<typeof routes.submitCorrection>) {
    return this.submitting.submit(context, input);
  }

  @Endpoint(routes.correctionPlaces)
  correctionPlaces(_context: SignedIn, input: InputOf<typeof routes.correctionPlaces>) {
    return this.ground.places(input);
  }

  @Endpoint(routes.myCorrections)
  myCorrections(context: SignedIn, input: InputOf<typeof routes.myCorrections>) {
    return this.submitting.mine(context, input);
  }

  @Endpoint(routes.workCorrections)
  workCorrections(context: SignedIn, input: InputOf<typeof routes.workCorrections>) {
    return this.lists.work(context, input);
  }

  @Endpoint(routes.readCorrection)
  readCorrection(context: SignedIn, input: InputOf<typeof routes.readCorrection>) {
    return this.lists.read(context, input);
  }

  @Endpoint(routes.fillHouse)
  fillHouse(context: SignedIn, input: InputOf<typeof routes.fillHouse>) {
    return this.answering.fill(context, input);
  }

  @Endpoint(routes.amendTitle)
  amendTitle(context: SignedIn, input: InputOf<typeof routes.amendTitle>) {
    return this.answering.amend(context, input);
  }

  @Endpoint(routes.refuseCorrection)
  refuseCorrection(context: SignedIn, input: InputOf<typeof routes.refuseCorrection>) {
    return this.answering.refuse(context, input);
  }
}
