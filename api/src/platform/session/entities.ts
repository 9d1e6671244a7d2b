import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn, TextColumn } from '../database/index.js';

/** A signed-in browser. The token itself is only in its cookie. */
@Entity('session')
@Index('session_by_token', ['tokenHash'], { unique: true })
@Index('session_by_account', ['accountId'])
export class Session {
  @IdColumn() id!: string;
  @TextColumn(64) tokenHash!: string;
  @RefColumn() accountId!: string;
  @InstantColumn() createdAt!: Date;
  @InstantColumn() seenAt!: Date;
  @InstantColumn() expiresAt!: Date;
  @InstantColumn({ nullable: true }) revokedAt!: Date | null;
  /** Digest of the cookie that tells the account's devices apart. */
  @TextColumn(64, { nullable: true }) deviceHash!: string | null;
  /** E.g. 苹果手机·微信. */
  @TextColumn(40, { nullable: true }) deviceName!: string | null;
  /** When the registered phone was proved on its device; null: not yet, so offices do not count. */
  @InstantColumn({ nullable: true }) provenAt!: Date | null;
  /** When a second factor was proved on it last. */
  @InstantColumn({ nullable: true }) confirmedAt!: Date | null;
}

/** A device that an account was signed in on. */
@Entity('device')
@Index('device_of_account', ['accountId', 'deviceHash'], { unique: true })
@Index('device_by_age', ['seenAt'])
export class Device {
  @IdColumn() id!: string;
  @RefColumn() accountId!: string;
  @TextColumn(64) deviceHash!: string;
  @InstantColumn({ nullable: true }) provenAt!: Date | null;
  @InstantColumn() seenAt!: Date;
}

/** One attempt to sign in: the state is used once, by the browser that began. */
@Entity('oauth_state')
@Index('oauth_state_by_state', ['stateHash'], { unique: true })
@Index('oauth_state_by_expiry', ['expiresAt'])
export class OAuthState {
  @IdColumn() id!: string;
  /** Digest of the state. */
  @TextColumn(64) stateHash!: string;
  /** Digest of the browser's cookie. */
  @TextColumn(64) browserHash!: string;
  @TextColumn(1000) returnTo!: string;
  @InstantColumn() expiresAt!: Date;
  @InstantColumn({ nullable: true }) usedAt!: Date | null;
}
