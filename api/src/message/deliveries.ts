import { Injectable } from '@nestjs/common';
import type { Grant, InputOf } from '@wuye/shared/kit';
import type { DeliveryRow, DeliveryTotals, messageRoutes } from '@wuye/shared/message';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { BOM, csvLine } from '../platform/csv/index.js';
import { HEADER, lineOf } from './deliveries-csv.js';
import { DeliveryRows, type Where } from './delivery-rows.js';

const SCOPE_COLUMN = { community: 'c.id', company: 'c.company_id', street: 'c.street_code', district: 'c.district_code', city: null } as const;
const EXPORT_PAGE = 500;

type Page = { items: DeliveryRow[]; next: string | null };

/** Proof of service: who was reached with what was sent about a milestone, by what, when; who was not, and why. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly rows: DeliveryRows,
  ) {}

  /** A page; the totals come with the first. */
  async list(context: SignedIn, { query }: InputOf<typeof messageRoutes.deliveries>): Promise<(Page & { totals: DeliveryTotals[] }) | Problem> {
    const where = await this.where(context, query.subject);
    if (!where) return platformProblem('ACCESS.DENIED');
    const page = await this.rows.page(where, query);
    return { ...page, totals: query.after ? [] : await this.rows.totals(where) };
  }

  /** The same as a table, read page by page while it is sent; that it was taken is recorded. */
  async export(context: SignedIn, { query }: InputOf<typeof messageRoutes.exportDeliveries>): Promise<AsyncGenerator<string> | Problem> {
    const where = await this.where(context, query.subject);
    if (!where) return platformProblem('ACCESS.DENIED');
    await this.database.transaction((tx) => this.audit.record(tx, context, 'message.export', `deliveries:${query.subject}`.slice(0, 80)));
    return this.lines(where);
  }

  private async *lines(where: Where): AsyncGenerator<string> {
    yield BOM + csvLine(HEADER);
    for (let after: string | undefined; ;) {
      const { items, next } = await this.rows.page(where, { after, limit: EXPORT_PAGE });
      yield items.map(lineOf).join('');
      if (!next) return;
      after = next;
    }
  }

  private async where(context: SignedIn, topic: string): Promise<Where | null> {
    const { manager } = this.database;
    const scopes = await this.access.scopes(manager, context, 'message.deliveries');
    if (scopes.length === 0) return null;
    const within = ({ scopeType }: Grant) => (SCOPE_COLUMN[scopeType] ? `${SCOPE_COLUMN[scopeType]} = ?` : 'm.community_id IS NOT NULL');
    const ids = scopes.filter(({ scopeType }) => SCOPE_COLUMN[scopeType] !== null).map(({ scopeId }) => scopeId);
    const subjects = await this.outbox.subjectsOf(manager, topic);
    // A matter without messages is asked for like one that nobody knows.
    const about = subjects.length > 0 ? subjects : [topic];
    return { sql: `m.subject IN (${about.map(() => '?').join(', ')}) AND (${scopes.map(within).join(' OR ')})`, parameters: [...about, ...ids] };
  }
}
