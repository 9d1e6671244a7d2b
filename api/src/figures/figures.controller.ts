import { Controller } from '@nestjs/common';
import { figuresRoutes as routes } from '@wuye/shared/figures';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Figures } from './figures.js';

/** 统计 */
@Controller()
export class FiguresController {
  constructor(private readonly figures: Figures) {}

  @Endpoint(routes.readFigures)
  readFigures(context: SignedIn, input: InputOf<typeof routes.readFigures>) {
    return this.figures.read(context, input);
  }
}
