import { Controller } from '@nestjs/common';
import type { InputOf } from '@wuye/shared/kit';
import { ledgerRoutes as routes } from '@wuye/shared/ledger';
import { isProblem } from '../platform/errors/index.js';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { bookAnswer } from '../platform/sheet/index.js';
import { LedgerTable } from './ledger-table.js';
import { Reviewing } from './reviewing.js';
import { LedgerViews } from './views.js';

/** 小区问题台账 */
@Controller()
export class LedgerController {
  constructor(
    private readonly views: LedgerViews,
    private readonly reviewing: Reviewing,
    private readonly table: LedgerTable,
  ) {}

  @Endpoint(routes.ledgers)
  ledgers(context: SignedIn, input: InputOf<typeof routes.ledgers>) {
    return this.views.progress(context, input);
  }

  @Endpoint(routes.ledger)
  ledger(context: SignedIn, input: InputOf<typeof routes.ledger>) {
    return this.views.read(context, input);
  }

  @Endpoint(routes.exportLedger)
  async exportLedger(context: SignedIn, input: InputOf<typeof routes.exportLedger>) {
    const book = await this.table.export(context, input);
    return isProblem(book) ? book : bookAnswer(context, book);
  }

  @Endpoint(routes.publishedLedger)
  publishedLedger(context: SignedIn, input: InputOf<typeof routes.publishedLedger>) {
    return this.views.published(context, input);
  }

  @Endpoint(routes.fillLedger)
  fillLedger(context: SignedIn, input: InputOf<typeof routes.fillLedger>) {
    return this.reviewing.fill(context, input);
  }

  @Endpoint(routes.submitLedger)
  submitLedger(context: SignedIn, input: InputOf<typeof routes.submitLedger>) {
    return this.reviewing.submit(context, input);
  }

  @Endpoint(routes.signLedger)
  signLedger(context: SignedIn, input: InputOf<typeof routes.signLedger>) {
    return this.reviewing.sign(context, input);
  }

  @Endpoint(routes.returnLedger)
  returnLedger(context: SignedIn, input: InputOf<typeof routes.returnLedger>) {
    return this.reviewing.sendBack(context, input);
  }
}
