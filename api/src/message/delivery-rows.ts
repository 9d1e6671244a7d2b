import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { maskName } from '@wuye/shared/identity';
import { deliveryOutcomes, type DeliveryOutcome, type DeliveryRow, type DeliveryTotals, type MissedReason } from '@wuye/shared/message';
import { People } from '../identity/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, isoInstant, isoInstantOrNull } from '../platform/database/index.js';
import { kindOf } from '../platform/outbox/index.js';

/** What 送达人 is sealed for. */
export const DELIVERED_BY = 'message_hand_delivery.delivered_by';

const FROM = `FROM outbox_message m LEFT JOIN outbox_sms s ON s.id = m.id LEFT JOIN community c ON c.id = m.community_id
  LEFT JOIN message_hand_delivery h ON h.message_id = m.id AND h.replaced_at IS NULL`;
/** The one definition of what counts as what; the page, the totals and the table read it alike. */
const OUTCOME = `CASE WHEN m.state = 'delivered' THEN 'wechat' WHEN s.state = 'sent' THEN 'sms' WHEN h.message_id IS NOT NULL THEN 'hand'
  WHEN m.state = 'sent' THEN 'sent'
  WHEN m.state IN ('pending', 'parked') OR s.state IN ('pending', 'parked') THEN 'waiting' ELSE 'missed' END`;
const REASON = `CASE WHEN m.state NOT IN ('failed', 'refused') THEN NULL WHEN m.state = 'refused' THEN 'refused' WHEN m.error = '43004' THEN 'not_following'
  WHEN m.error = 'NO_ACCOUNT' THEN 'never_signed_in' ELSE 'failed' END`;
const SMS = `CASE WHEN s.state IS NULL THEN NULL WHEN s.state = 'sent' THEN 'sent' WHEN s.error = 'NO_PHONE' THEN 'no_phone' WHEN s.state = 'failed' THEN 'failed'
  ELSE 'waiting' END`;
const SELECT = `SELECT m.id, m.kind, m.recipient, m.data, m.read_at, c.name AS community, ${OUTCOME} AS outcome, ${REASON} AS reason, ${SMS} AS sms,
  COALESCE(m.delivered_at, s.sent_at, h.delivered_at, m.sent_at) AS at, h.edition, h.delivered_by, h.delivered_at AS handed_at, h.pictures ${FROM}`;

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
  edition: number | null;
  delivered_by: string | null;
  handed_at: unknown;
  pictures: string | null;
}

/** Which rows someone may see: those of some subjects, in the communities of their offices. */
export interface Where {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

interface Asked {
  /** The id of the last row of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly outcome?: DeliveryOutcome | undefined;
}

/** Messages as 送达情况 shows them: where each stands, by what it arrived. */
@Injectable()
export class DeliveryRows {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly vault: Vault,
  ) {}

  /** A page, over the index (subject, kind, recipient), which is unique: its columns are the key of the page. */
  async page(where: Where, { after, limit, outcome }: Asked): Promise<{ items: DeliveryRow[]; next: string | null }> {
    const { manager } = this.database;
    const key = after === undefined ? { sql: '', parameters: [] } : await keyAfter(manager, after);
    if (!key) return { items: [], next: null };
    const rows = (await manager.query(
      `${SELECT} WHERE ${where.sql} ${key.sql} ${outcome ? `AND ${OUTCOME} = ?` : ''} ORDER BY m.kind, m.recipient, m.subject LIMIT ${limit + 1}`,
      [...where.parameters, ...key.parameters, ...(outcome ? [outcome] : [])],
    )) as Row[];
    const shown = rows.slice(0, limit);
    return { items: await this.shown(shown), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  }

  /** Where one message stands, in the unit of work that asks. */
  async standing(manager: EntityManager, id: string): Promise<Pick<DeliveryRow, 'outcome' | 'hand'>> {
    const [row] = (await manager.query(`${SELECT} WHERE m.id = ?`, [id])) as [Row];
    return { outcome: row.outcome, hand: this.handOf(row) };
  }

  /** By community. */
  async totals(where: Where): Promise<DeliveryTotals[]> {
    const sum = (condition: string, name: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END) AS ${name}`;
    const missed = (condition: string, name: string) => sum(`t.outcome = 'missed' AND ${condition}`, name);
    const rows = (await this.database.manager.query(
      `SELECT t.community_id, t.community, COUNT(*) AS due, SUM(t.uncertain) AS uncertain,
         ${deliveryOutcomes.map((outcome) => sum(`t.outcome = '${outcome}'`, outcome)).join(', ')},
         ${(['not_following', 'refused', 'failed', 'never_signed_in'] as const).map((reason) => missed(`t.reason = '${reason}'`, reason)).join(', ')},
         ${missed("t.sms_outcome = 'no_phone'", 'no_phone')}
       FROM (SELECT m.community_id, c.name AS community, CASE WHEN m.uncertain > 0 OR s.uncertain > 0 THEN 1 ELSE 0 END AS uncertain, ${OUTCOME} AS outcome, ${REASON} AS reason,
         ${SMS} AS sms_outcome ${FROM} WHERE ${where.sql}) t GROUP BY t.community_id, t.community ORDER BY t.community_id`,
      [...where.parameters],
    )) as Record<string, string | number | null>[];
    return rows.map(totalsOf);
  }

  private async shown(rows: readonly Row[]): Promise<DeliveryRow[]> {
    const people = await this.people.contactsOf(rows.map(({ recipient }) => recipient));
    return rows.map((row) => this.viewOf(row, people.get(row.recipient)?.name ?? ''));
  }

  private viewOf(row: Row, name: string): DeliveryRow {
    const { id, outcome, sms, reason } = row;
    return {
      id,
      kind: kindOf(row.kind)?.title(JSON.parse(row.data) as Record<string, string>) ?? row.kind,
      communityName: row.community ?? '',
      name: maskName(name),
      outcome,
      at: isoInstantOrNull(row.at),
      wechat: reason,
      sms,
      hand: this.handOf(row),
      read: row.read_at !== null,
    };
  }

  private handOf({ edition, delivered_by: by, handed_at: at, pictures }: Row): DeliveryRow['hand'] {
    if (edition === null || by === null || pictures === null) return null;
    return { edition, by: this.vault.open(DELIVERED_BY, by), at: isoInstant(at), pictures: JSON.parse(pictures) as string[] };
  }
}

/** What comes after a message in the order of the pages; null when it is gone. */
async function keyAfter(manager: EntityManager, id: string): Promise<Where | null> {
  const [last] = (await manager.query('SELECT kind, recipient, subject FROM outbox_message WHERE id = ?', [id])) as Record<string, string>[];
  if (!last) return null;
  const { kind, recipient, subject } = last;
  return {
    sql: 'AND (m.kind > ? OR (m.kind = ? AND (m.recipient > ? OR (m.recipient = ? AND m.subject > ?))))',
    parameters: [kind, kind, recipient, recipient, subject],
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
    hand: count('hand'),
    sent: count('sent'),
    waiting: count('waiting'),
    missed: count('missed'),
    reasons: { not_following: count('not_following'), refused: count('refused'), failed: count('failed'), never_signed_in: count('never_signed_in') },
    noPhone: count('no_phone'),
    uncertain: count('uncertain'),
  };
}
