import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import type { InputOf } from '@wuye/shared/kit';
import type { MessageRow, messageRoutes } from '@wuye/shared/message';
import { Database, isoInstant } from '../platform/database/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { kindOf, messageKinds, Outbox, OutboxMessage } from '../platform/outbox/index.js';

interface Row {
  id: string;
  kind: string;
  data: string;
  created_at: unknown;
  read_at: unknown;
}

const kindsOf = { todo: [] as string[], notice: [] as string[] };
for (const [name, { tab }] of Object.entries(messageKinds)) kindsOf[tab].push(name);

/** 消息: everybody's own messages, so that each is found even without WeChat. */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** The caller's own, newest first, paged by key over the index (recipient, id). */
  async mine({ who }: SignedIn, { query }: InputOf<typeof messageRoutes.mine>): Promise<{ items: MessageRow[]; next: string | null }> {
    // A kind that this version no longer knows can't be shown.
    const kinds = query.tab === 'all' ? Object.keys(messageKinds) : kindsOf[query.tab];
    const rows = (await this.database.manager.query(
      `SELECT id, kind, data, created_at, read_at FROM outbox_message
       WHERE recipient = ? ${query.after ? 'AND id < ?' : ''} AND kind IN (${kinds.map(() => '?').join(', ')}) ORDER BY id DESC LIMIT ${query.limit + 1}`,
      [who.accountId, ...(query.after ? [query.after] : []), ...kinds],
    )) as Row[];
    const shown = rows.slice(0, query.limit);
    return { items: shown.flatMap(rowOf), next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null };
  }

  async unread({ who }: SignedIn): Promise<{ unread: number }> {
    return { unread: await this.outbox.unread(who.accountId) };
  }

  /** Marks some of the caller's own, or all; another's ids change nothing. */
  async markRead(context: SignedIn, { body }: InputOf<typeof messageRoutes.markRead>): Promise<{ unread: number }> {
    const own = { recipient: context.who.accountId, readAt: IsNull() };
    await this.database.manager.update(OutboxMessage, 'ids' in body ? { ...own, id: In(body.ids) } : own, { readAt: context.now });
    return this.unread(context);
  }
}

function rowOf(row: Row): MessageRow[] {
  const kind = kindOf(row.kind);
  if (!kind) return [];
  const data = JSON.parse(row.data) as Record<string, string>;
  const shown = { tab: kind.tab, title: kind.title(data), summary: kind.summary(data), link: kind.link(data) };
  return [{ id: row.id, ...shown, at: isoInstant(row.created_at), read: row.read_at !== null }];
}
