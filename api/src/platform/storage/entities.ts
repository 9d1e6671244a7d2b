import { Entity, Index } from 'typeorm';
import { CountColumn, IdColumn, InstantColumn, RefColumn, TextColumn } from '../database/index.js';

/** A stored picture. Until it belongs to something, only who sent it sees it. */
@Entity('file')
@Index('file_by_subject', ['subjectType', 'subjectId'])
export class StoredPicture {
  @IdColumn() id!: string;
  @RefColumn() accountId!: string;
  @TextColumn(32, { nullable: true }) subjectType!: string | null;
  @TextColumn(64, { nullable: true }) subjectId!: string | null;
  @CountColumn() width!: number;
  @CountColumn() height!: number;
  @CountColumn() bytes!: number;
  @InstantColumn() createdAt!: Date;
}

/**
 * A picture on its way in. The row is the truth of how far it is; the pieces lie in the store under names that follow from it.
 * `open` takes pieces; `done` has its file; `refused` is no picture; `dropped` only waits to be swept.
 */
@Entity('upload')
@Index('upload_once', ['accountId', 'phoneKey'], { unique: true })
@Index('upload_by_age', ['touchedAt'])
export class Upload {
  @IdColumn() id!: string;
  @RefColumn() accountId!: string;
  /** The phone's own name for it. */
  @TextColumn(64) phoneKey!: string;
  @CountColumn() bytes!: number;
  @TextColumn(64, { nullable: true }) sha256!: string | null;
  @CountColumn() received!: number;
  /** How many pieces may lie in the store. */
  @CountColumn() pieces!: number;
  @TextColumn(16) state!: 'open' | 'done' | 'refused' | 'dropped';
  /** The code that a repeat is answered with. */
  @TextColumn(32, { nullable: true }) refusal!: string | null;
  @RefColumn({ nullable: true }) fileId!: string | null;
  @InstantColumn() touchedAt!: Date;
}
