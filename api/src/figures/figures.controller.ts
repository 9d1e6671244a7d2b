import { Controller } from '@nestjs/common';
import { figuresRoutes as routes } from '@wuye/shared/figures';
import type { InputOf } from '@wuye/shared/kit';
import { isProblem } from '../platform/errors/index.js';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { bookAnswer } from '../platform/sheet/index.js';
import { FiguresBooks } from './books.js';
import { Figures } from './figures.js';
import { Reports } from './reports.js';

/** 统计 and 通报 */
@Controller()
export class FiguresController {
  constructor(
    private readonly figures: Figures,
    private readonly reports: Reports,
    private readonly books: FiguresBooks,
  ) {}

  @Endpoint(routes.readFigures)
  readFigures(context: SignedIn, input: InputOf<typeof routes.readFigures>) {
    return this.figures.read(context, input);
  }

  @Endpoint(routes.exportFigures)
  async exportFigures(context: SignedIn, input: InputOf<typeof routes.exportFigures>) {
    const book = await this.books.figuresBook(context, input);
    return isProblem(book) ? book : bookAnswer(context, book);
  }

  @Endpoint(routes.readReport)
  readReport(context: SignedIn, input: InputOf<typeof routes.readReport>) {
    return this.reports.read(context, input);
  }

  @Endpoint(routes.exportReport)
  async exportReport(context: SignedIn, input: InputOf<typeof routes.exportReport>) {
    const book = await this.books.reportBook(context, input);
    return isProblem(book) ? book : bookAnswer(context, book);
  }
}
