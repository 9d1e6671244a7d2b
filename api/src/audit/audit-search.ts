import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditRow, auditRoutes } from '@wuye/shared/audit';
import { writeInstant } from '@wuye/shared/calendar';
import { maskName } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Audit, AuditEntry } from '../platform/audit/index.js';
import { BOM, csvLine } from '../platform/csv/index.js';
import { Database } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';

type Filter = InputOf<typeof auditRoutes.exportAudit>['query'];
type Page = { items: AuditRow[]; next: string | null };

const EXPORT_PAGE = 500;
const HEADER = ['时间', '操作人', '操作人编号', '操作', '对象', '涉及谁的信息', '说明', '区块', '编号'];

/** 审计: the log, for those appointed to search it. Each search is an entry itself. */
@Injectable()
export class AuditSearch {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly people: People,
    private readonly audit: Audit,
  ) {}

  async search(context: SignedIn, { query }: InputOf<typeof auditRoutes.searchAudit>): Promise<Page | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refuses(manager, context, 'audit.search', {});
    if (refused) return refused;
    await this.record(context, 'audit.search', query);
    return this.page(manager, query, query.after, query.limit);
  }

  async export(context: SignedIn, { query }: InputOf<typeof auditRoutes.exportAudit>): Promise<AsyncGenerator<string> | Problem> {
    const refused = await this.access.refuses(this.database.manager, context, 'audit.search', {});
    if (refused) return refused;
    await this.record(context, 'audit.export', query);
    return this.lines(query);
  }

  private async *lines(filter: Filter): AsyncGenerator<string> {
    yield BOM + csvLine(HEADER);
    for (let after: string | undefined; ;) {
      const { items, next } = await this.page(this.database.manager, filter, after, EXPORT_PAGE);
      for (const { at, actorName, actor, action, subject, about, detail, block, id } of items) {
        const said = Object.entries(detail ?? {}).map(([name, value]) => `${name}=${value}`);
        const cells = [writeInstant(Date.parse(at)), actorName, actor, action, subject, about ?? '', said.join(' '), block === null ? '' : String(block), id];
        yield csvLine(cells);
      }
      if (next === null) return;
      after = next;
    }
  }

  /** What was asked for; the filters are ids and names of actions. */
  private async record(context: SignedIn, action: string, { from, to, actor, about, action: asked, subject }: Filter): Promise<void> {
    const filters = { from, to, actor, about, action: asked, subject };
    const detail = Object.fromEntries(Object.entries(filters).filter((each): each is [string, string] => each[1] !== undefined));
    await this.audit.record(this.database.manager, context, action, 'audit', detail);
  }

  private async page(manager: EntityManager, filter: Filter, after: string | undefined, limit: number): Promise<Page> {
    const query = manager
      .createQueryBuilder(AuditEntry, 'e')
      .orderBy('e.id', 'DESC')
      .limit(limit + 1);
    if (after) query.andWhere('e.id < :after', { after });
    if (filter.from) query.andWhere('e.at >= :from', { from: new Date(filter.from) });
    if (filter.to) query.andWhere('e.at < :to', { to: new Date(filter.to) });
    if (filter.actor) query.andWhere('e.accountId = :actor', { actor: filter.actor });
    if (filter.about) query.andWhere('e.about = :about', { about: filter.about });
    if (filter.subject) query.andWhere('e.subject = :subject', { subject: filter.subject });
    // A range and not LIKE: no sign of what was typed means anything else.
    if (filter.action) query.andWhere('e.action >= :action AND e.action < :end', { action: filter.action, end: `${filter.action}\uffff` });
    const rows = await query.getMany();
    const shown = rows.slice(0, limit);
    const names = shown.length > 0 ? await this.people.contactsOf([...new Set(shown.map(({ accountId }) => accountId))]) : new Map<string, { name: string }>();
    return {
      items: shown.map((entry) => rowOf(entry, maskName(names.get(entry.accountId)?.name ?? ''))),
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }
}

function rowOf({ id, at, accountId, action, subject, about, detail, blockSeq }: AuditEntry, actorName: string): AuditRow {
  return { id, at: at.toISOString(), actor: accountId, actorName, action, subject, about, detail, block: blockSeq };
}
