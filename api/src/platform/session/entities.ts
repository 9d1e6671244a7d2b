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
