import { Injectable } from '@nestjs/common';
import { maskName } from '@wuye/shared/identity';
import type { Grant, InputOf } from '@wuye/shared/kit';
import { type DeliveryOutcome, type DeliveryRow, type DeliveryTotals, type messageRoutes, type MissedReason } from '@wuye/shared/message';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database, isoInstantOrNull } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { kindOf } from '../platform/outbox/index.js';
import { BOM, csvLine, HEADER, lineOf } from './deliveries-csv.js';

const SCOPE_COLUMN = { community: 'c.id', company: 'c.company_id', street: 'c.street_code', district: 'c.district_code', city: null } as const;
const FROM = `FROM outbox_message m LEFT JOIN outbox_sms s ON s.id = m.id LEFT JOIN community c ON c.id = m.community_id`;
/** The one definition of what counts as what; the page, the totals and the table read it alike. */
const OUTCOME = `CASE WHEN m.state = 'delivered' THEN 'wechat' WHEN s.state = 'sent' THEN 'sms' WHEN m.state = 'sent' THEN 'sent'
  WHEN m.state IN ('pending', 'sending', 'parked') OR s.state IN ('pending', 'sending') THEN 'waiting' ELSE 'missed' END`;
const REASON = `CASE WHEN m.state NOT IN ('failed', 'refused') THEN NULL WHEN m.state = 'refused' THEN 'refused' WHEN m.error = '43004' THEN 'not_following'
  WHEN m.error = 'NO_ACCOUNT' THEN 'never_signed_in' ELSE 'failed' END`;
const SMS = `CASE WHEN s.state IS NULL THEN NULL WHEN s.state = 'sent' THEN 'sent' WHEN s.error = 'NO_PHONE' THEN 'no_phone' WHEN s.state = 'failed' THEN 'failed'
  ELSE 'waiting' END`;
const EXPORT_PAGE = 500;

interface Row {
  id: string;
  kind: string;
  recipient: string;
  data: string;
  community: string | null;
  outcome: DeliveryOutcome;
  reason: MissedReason | null;
  sms: DeliveryRow['sms'];
  at: unknown;
  read_at: unknown;
}

/** Which rows someone may see: those of one subject, in the communities of their offices. */
interface Where {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

type Page = { items: DeliveryRow[]; next: string | null };

/** Proof of service: who was reached with what was sent about a milestone, by what, when; who was not, and why. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly people: People,
  ) {}

  /** A page, over the index (subject, kind, recipient); the totals come with the first. */
  async list(context: SignedIn, { query }: InputOf<typeof messageRoutes.deliveries>): Promise<(Page & { totals: DeliveryTotals[] }) | Problem> {
    const where = await this.where(context, query.subject);
    if (!where) return platformProblem('ACCESS.DENIED');
    const page = await this.page(where, query);
    return { ...page, totals: query.after ? [] : await this.totals(where) };
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
      const { items, next } = await this.page(where, { after, limit: EXPORT_PAGE });
      yield items.map(lineOf).join('');
      if (!next) return;
      after = next;
    }
  }

  private async where(context: SignedIn, subject: string): Promise<Where | null> {
    const scopes = await this.access.scopes(this.database.manager, context, 'message.deliveries');
    if (scopes.length === 0) return null;
    const within = ({ scopeType }: Grant) => (SCOPE_COLUMN[scopeType] ? `${SCOPE_COLUMN[scopeType]} = ?` : 'm.community_id IS NOT NULL');
    const ids = scopes.filter(({ scopeType }) => SCOPE_COLUMN[scopeType] !== null).map(({ scopeId }) => scopeId);
    return { sql: `m.subject = ? AND (${scopes.map(within).join(' OR ')})`, parameters: [subject, ...ids] };
  }

  private async page(
    where: Where,
    { after, limit, outcome }: { after?: string | undefined; limit: number; outcome?: DeliveryOutcome | undefined },
  ): Promise<Page> {
    const [kind, recipient] = after?.split('~') ?? [];
    const key = kind && recipient ? [kind, kind, recipient] : [];
    const rows = (await this.database.manager.query(
      `SELECT m.id, m.kind, m.recipient, m.data, m.read_at, c.name AS community, ${OUTCOME} AS outcome, ${REASON} AS reason, ${SMS} AS sms,
         COALESCE(m.delivered_at, s.sent_at, m.sent_at) AS at
       ${FROM} WHERE ${where.sql} ${key.length > 0 ? 'AND (m.kind > ? OR (m.kind = ? AND m.recipient > ?))' : ''} ${outcome ? `AND ${OUTCOME} = ?` : ''}
       ORDER BY m.kind, m.recipient LIMIT ${limit + 1}`,
      [...where.parameters, ...key, ...(outcome ? [outcome] : [])],
    )) as Row[];
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const people = await this.people.contactsOf(shown.map(({ recipient: who }) => who));
    return {
      items: shown.map((row) => viewOf(row, people.get(row.recipient)?.name ?? '')),
      next: rows.length > limit && last ? `${last.kind}~${last.recipient}` : null,
    };
  }

  private async totals(where: Where): Promise<DeliveryTotals[]> {
    const sum = (condition: string, name: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END) AS ${name}`;
    const missed = (condition: string, name: string) => sum(`t.outcome = 'missed' AND ${condition}`, name);
    const rows = (await this.database.manager.query(
      `SELECT t.community_id, t.community, COUNT(*) AS due, SUM(t.uncertain) AS uncertain,
         ${(['wechat', 'sms', 'sent', 'waiting', 'missed'] as const).map((outcome) => sum(`t.outcome = '${outcome}'`, outcome)).join(', ')},
         ${(['not_following', 'refused', 'failed', 'never_signed_in'] as const).map((reason) => missed(`t.reason = '${reason}'`, reason)).join(', ')},
         ${missed("t.sms_outcome = 'no_phone'", 'no_phone')}
       FROM (SELECT m.community_id, c.name AS community, CASE WHEN m.uncertain > 0 THEN 1 ELSE 0 END AS uncertain, ${OUTCOME} AS outcome, ${REASON} AS reason,
         ${SMS} AS sms_outcome ${FROM} WHERE ${where.sql}) t GROUP BY t.community_id, t.community ORDER BY t.community_id`,
      [...where.parameters],
    )) as Record<string, string | number | null>[];
    return rows.map(totalsOf);
  }
}

function viewOf(row: Row, name: string): DeliveryRow {
  const { id, outcome, sms, reason } = row;
  const kind = kindOf(row.kind)?.title(JSON.parse(row.data) as Record<string, string>) ?? row.kind;
  return {
    id,
    kind,
    communityName: row.community ?? '',
    name: maskName(name),
    outcome,
    at: isoInstantOrNull(row.at),
    wechat: reason,
    sms,
    read: row.read_at !== null,
  };
}

/** Sums come back as text from MySQL. */
function totalsOf(row: Record<string, string | number | null>): DeliveryTotals {
  const count = (name: string): number => Number(row[name] ?? 0);
  return {
    communityId: row.community_id === null ? null : String(row.community_id),
    communityName: String(row.community ?? ''),
    due: count('due'),
    wechat: count('wechat'),
    sms: count('sms'),
    sent: count('sent'),
    waiting: count('waiting'),
    missed: count('missed'),
    reasons: { not_following: count('not_following'), refused: count('refused'), failed: count('failed'), never_signed_in: count('never_signed_in') },
    noPhone: count('no_phone'),
    uncertain: count('uncertain'),
  };
}
