import { Controller, StreamableFile } from '@nestjs/common';
import { figuresRoutes as routes } from '@wuye/shared/figures';
import type { InputOf } from '@wuye/shared/kit';
import { isProblem } from '../platform/errors/index.js';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Figures } from './figures.js';
import { FiguresTable } from './figures-csv.js';

/** 统计 */
@Controller()
export class FiguresController {
  constructor(
    private readonly figures: Figures,
    private readonly table: FiguresTable,
  ) {}

  @Endpoint(routes.readFigures)
  readFigures(context: SignedIn, input: InputOf<typeof routes.readFigures>) {
    return this.figures.read(context, input);
  }

  @Endpoint(routes.exportFigures)
  async exportFigures(context: SignedIn, input: InputOf<typeof routes.exportFigures>) {
    const text = await this.table.export(context, input);
    if (isProblem(text)) return text;
    void context.http.reply.header('cache-control', 'no-store');
    return new StreamableFile(Buffer.from(text), { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="figures.csv"' }) as never;
  }
}
