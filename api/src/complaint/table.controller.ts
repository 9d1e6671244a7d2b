import { Controller } from '@nestjs/common';
import { complaintRoutes as routes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { isProblem } from '../platform/errors/index.js';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { bookAnswer } from '../platform/sheet/index.js';
import { ComplaintTable } from './table.js';

/** The table of 附件3, at a desk. Before the routes that take a number: `table` is none. */
@Controller()
export class TableController {
  constructor(private readonly rows: ComplaintTable) {}

  @Endpoint(routes.table)
  table(context: SignedIn, input: InputOf<typeof routes.table>) {
    return this.rows.page(context, input);
  }

  @Endpoint(routes.exportTable)
  async exportTable(context: SignedIn, input: InputOf<typeof routes.exportTable>) {
    const book = await this.rows.export(context, input);
    return isProblem(book) ? book : bookAnswer(context, book);
  }
}
