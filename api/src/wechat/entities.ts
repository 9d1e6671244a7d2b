import { Entity, Index, PrimaryColumn } from 'typeorm';
import { CountColumn, IdColumn, IndexHashColumn, InstantColumn, SealedColumn, TextColumn } from '../platform/database/index.js';

/** What WeChat gave to the account and all instances share: the access token, the ticket of the JS-SDK. */
@Entity('wechat_token')
export class WechatToken {
  /** `access_token/<appid>`: another account's token is never taken for this one's. */
  @PrimaryColumn('varchar', { length: 64 }) name!: string;
  @SealedColumn({ nullable: true }) value!: string | null;
  /** Digest of the value: a refused token is dropped by it, and no newer one. */
  @TextColumn(64, { nullable: true }) digest!: string | null;
  /** Null: none yet, or it was refused. */
  @InstantColumn({ nullable: true }) validUntil!: Date | null;
  /** Who is fetching a new one, and until when nobody else may. */
  @TextColumn(26, { nullable: true }) leaseOwner!: string | null;
  @InstantColumn({ nullable: true }) leaseUntil!: Date | null;
  /** When a new one was last forced: WeChat allows 20 a day. */
  @InstantColumn({ nullable: true }) forcedAt!: Date | null;
}

export type EventState = 'pending' | 'working' | 'done' | 'failed';

/** A message or event that WeChat pushed: stored before it is acknowledged, worked after. */
@Entity('wechat_event')
@Index('wechat_event_once', ['dedupe'], { unique: true })
@Index('wechat_event_due', ['state', 'dueAt'])
@Index('wechat_event_by_person', ['openidHash'])
export class WechatEvent {
  @IdColumn() id!: string;
  /** Digest of what makes it one: WeChat pushes the same up to three times. */
  @TextColumn(64) dedupe!: string;
  /** The event's or the message's type, e.g. `subscribe`, `text`. */
  @TextColumn(64) kind!: string;
  @IndexHashColumn() openidHash!: string;
  /** All its fields, sealed: what people write is theirs. Null once the person's data had to go. */
  @SealedColumn({ nullable: true }) payload!: string | null;
  /** WeChat's CreateTime: what happened later, whenever it came. */
  @InstantColumn() happenedAt!: Date;
  @InstantColumn() receivedAt!: Date;
  @TextColumn(16) state!: EventState;
  /** Whose turn it is while it is worked. */
  @TextColumn(26, { nullable: true }) leaseOwner!: string | null;
  @CountColumn() attempts!: number;
  /** When to work it (again); while working, when the lease runs out. */
  @InstantColumn() dueAt!: Date;
  /** Why it has no effect yet: a stable code. */
  @TextColumn(64, { nullable: true }) error!: string | null;
}

/** What an operator has to see to, by code and call. */
@Entity('wechat_alarm')
export class WechatAlarm {
  @PrimaryColumn('varchar', { length: 24 }) code!: string;
  /** The call without its query. */
  @PrimaryColumn('varchar', { length: 80 }) path!: string;
  @TextColumn(160) detail!: string;
  @InstantColumn() firstAt!: Date;
  @InstantColumn() lastAt!: Date;
}
