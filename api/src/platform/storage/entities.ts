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
