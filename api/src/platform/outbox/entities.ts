import { Entity, Index } from 'typeorm';
import { CountColumn, IdColumn, InstantColumn, JsonColumn, TextColumn } from '../database/index.js';

export type OutboxState = 'pending' | 'sending' | 'sent' | 'failed';

/** A message that must reach someone: written with what caused it, sent after. One per kind, subject and recipient. */
@Entity('outbox_message')
@Index('outbox_once', ['kind', 'subject', 'recipient'], { unique: true })
@Index('outbox_due', ['state', 'dueAt'])
export class OutboxMessage {
  @IdColumn() id!: string;
  @TextColumn(40) kind!: string;
  /** What it is about, e.g. the id of a complaint's event. */
  @TextColumn(64) subject!: string;
  /** An account's id; `appointment:<id>` for someone who has not signed in yet. */
  @TextColumn(64) recipient!: string;
  /** What the message says; no personal data. */
  @JsonColumn() data!: Record<string, string>;
  @TextColumn(16) state!: OutboxState;
  @CountColumn() attempts!: number;
  /** When to try (again); while sending, when the lease runs out. */
  @InstantColumn() dueAt!: Date;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) sentAt!: Date | null;
  /** WeChat's number of the message: beyond 2^53, so text. */
  @TextColumn(32, { nullable: true }) msgid!: string | null;
  /** Why it was not sent: a stable code. */
  @TextColumn(64, { nullable: true }) error!: string | null;
}
