import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import { auditRoutes as routes } from '@wuye/shared/audit';
import type { InputOf } from '@wuye/shared/kit';
import { isProblem } from '../platform/errors/index.js';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { AuditSearch } from './audit-search.js';

/** 审计 */
@Controller()
export class AuditController {
  constructor(private readonly log: AuditSearch) {}

  @Endpoint(routes.searchAudit)
  searchAudit(context: SignedIn, input: InputOf<typeof routes.searchAudit>) {
    return this.log.search(context, input);
  }

  @Endpoint(routes.exportAudit)
  async exportAudit(context: SignedIn, input: InputOf<typeof routes.exportAudit>) {
    const lines = await this.log.export(context, input);
    if (isProblem(lines)) return lines;
    void context.http.reply.header('cache-control', 'no-store');
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="audit.csv"',
    }) as never;
  }
}
