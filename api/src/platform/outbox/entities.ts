import { Column, Entity, Index } from 'typeorm';
import { CountColumn, IdColumn, InstantColumn, JsonColumn, RefColumn, TextColumn } from '../database/index.js';

/**
 * Where a message stands on its way through WeChat:
 * - pending: due at `dueAt`; it is being sent while a worker has it on lease (`leaseUntil`)
 * - sent: WeChat took it; delivered, refused (the person blocks it), failed: what WeChat reported, or answered at once
 * - parked: it can't pass before `dueAt`, when the quota of a day begins anew or an operator was given time
 */
export type OutboxState = 'pending' | 'sent' | 'delivered' | 'refused' | 'failed' | 'parked';

/** In which order messages go. */
export type Lane = 0 | 1 | 2;

/** In place of a lease: as long as one, so that leasing a message changes no row's size and moves no entry of an index. */
export const UNLEASED = '0'.repeat(26);
/** A lease that has run out before there were any. */
export const NEVER_LEASED = new Date('2000-01-01T00:00:00.000Z');

/** A message that must reach someone: written with what caused it, sent after. One per kind, subject and recipient. */
@Entity('outbox_message')
@Index('outbox_once', ['subject', 'kind', 'recipient'], { unique: true })
@Index('outbox_due', ['state', 'lane', 'dueAt'])
@Index('outbox_by_recipient', ['recipient', 'id'])
export class OutboxMessage {
  @IdColumn() id!: string;
  @TextColumn(40) kind!: string;
  /** What it is about, e.g. the id of a complaint's event. */
  @TextColumn(64) subject!: string;
  /** An account's id; `appointment:<id>` or `person:<id>` for someone who has not signed in; `caller:<complaint's id>` for who has none. */
  @TextColumn(64) recipient!: string;
  /** Where it belongs: whose staff may see whether it arrived. */
  @RefColumn({ nullable: true }) communityId!: string | null;
  /** What the message says; no personal data. */
  @JsonColumn() data!: Record<string, string>;
  @TextColumn(16) state!: OutboxState;
  /** 0 urgent, 1 to one person, 2 a notice to everybody: what is due goes in this order. */
  @Column('integer', { default: 1 }) lane!: Lane;
  @CountColumn() attempts!: number;
  /** When to try (again); once sent, when its report counts as missing. */
  @InstantColumn() dueAt!: Date;
  /** The claim that took it last; `UNLEASED` before the first and when it was given back, empty once it was sent. */
  @TextColumn(26, { default: UNLEASED }) lease!: string;
  /** Until when no other worker takes it. */
  @InstantColumn({ default: '2000-01-01 00:00:00.000' }) leaseUntil!: Date;
  /** How often its sender was gone before saying what became of it: it may have been sent then. */
  @Column('integer', { default: 0 }) uncertain!: number;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) sentAt!: Date | null;
  /** When WeChat reported that it arrived. */
  @InstantColumn({ nullable: true }) deliveredAt!: Date | null;
  /** When its recipient read it under 消息. */
  @InstantColumn({ nullable: true }) readAt!: Date | null;
  /** WeChat's number of the message: beyond 2^53, so text. */
  @TextColumn(32, { nullable: true }) msgid!: string | null;
  /** Why it was not sent or did not arrive: a stable code. */
  @TextColumn(64, { nullable: true }) error!: string | null;
}

/**
 * Where the SMS in place of a message stands: as for messages, but nobody reports that it arrived.
 * - parked: an operator must put something right first; it is tried again at `dueAt`
 */
export type SmsState = 'pending' | 'sent' | 'failed' | 'parked';

/** The SMS in place of a required message that WeChat did not deliver; it has the message's id. */
@Entity('outbox_sms')
@Index('outbox_sms_due', ['state', 'lane', 'dueAt'])
export class OutboxSms {
  @IdColumn() id!: string;
  @TextColumn(16) state!: SmsState;
  /** The message's. */
  @Column('integer', { default: 1 }) lane!: Lane;
  @CountColumn() attempts!: number;
  /** When to try (again). */
  @InstantColumn() dueAt!: Date;
  /** As a message's: who sends it now, until when, and how often its sender was gone, so that it may have come twice. */
  @TextColumn(26, { default: UNLEASED }) lease!: string;
  @InstantColumn({ default: '2000-01-01 00:00:00.000' }) leaseUntil!: Date;
  @Column('integer', { default: 0 }) uncertain!: number;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) sentAt!: Date | null;
  /** Why it was not sent: a code of ours or the provider's. */
  @TextColumn(64, { nullable: true }) error!: string | null;
}

/** The row of an SMS in place of a message, before anything was tried. */
export const smsFor = ({ id, lane }: Pick<OutboxMessage, 'id' | 'lane'>, dueAt: Date, createdAt: Date): OutboxSms => ({
  ...{ id, lane, dueAt, createdAt, state: 'pending', attempts: 0, sentAt: null, error: null },
  ...{ lease: UNLEASED, leaseUntil: NEVER_LEASED, uncertain: 0 },
});
