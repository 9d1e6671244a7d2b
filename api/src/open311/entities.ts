import { Entity, Index } from 'typeorm';
import { CountColumn, IdColumn, InstantColumn, RefColumn, TextColumn } from '../platform/database/index.js';

/** A key of Open311: shown once when it is made; what is kept is its digest. */
@Entity('open311_key')
@Index('open311_key_by_digest', ['keyDigest'], { unique: true })
export class Open311Key {
  @IdColumn() id!: string;
  /** Whose system it is. */
  @TextColumn(60) name!: string;
  @TextColumn(64) keyDigest!: string;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) revokedAt!: Date | null;
}

/** A request that another system sent: with which key, and how a second try of the same is known. */
@Entity('open311_request')
@Index('open311_request_once', ['keyId', 'asked', 'turn'], { unique: true })
@Index('open311_request_by_complaint', ['complaintId'])
export class Open311Request {
  @IdColumn() id!: string;
  @RefColumn() keyId!: string;
  @RefColumn() complaintId!: string;
  /** A digest of the client's own id of it, or else of all that was sent. */
  @TextColumn(64) asked!: string;
  /** A digest of all that was sent, under the key itself, which is stored nowhere. */
  @TextColumn(64) body!: string;
  /** 1, and one more each time that the same is sent again after the minutes in which it counts as a second try. */
  @CountColumn() turn!: number;
  @InstantColumn() madeAt!: Date;
}
