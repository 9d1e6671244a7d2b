import { Entity, PrimaryColumn } from 'typeorm';
import { CountColumn, InstantColumn, TextColumn } from '../platform/database/index.js';

/** The account's QR code for one edition of a community's poster: made once, and kept, for WeChat takes none back. */
@Entity('poster_scene')
export class PosterScene {
  @PrimaryColumn('varchar', { length: 26 }) communityId!: string;
  @PrimaryColumn('integer') version!: number;
  /** Of its picture at WeChat; null until WeChat gave it. */
  @TextColumn(255, { nullable: true }) ticket!: string | null;
  /** What the code says. */
  @TextColumn(255, { nullable: true }) url!: string | null;
  /** Why WeChat did not give it: its code. */
  @TextColumn(64, { nullable: true }) error!: string | null;
  @CountColumn() attempts!: number;
  /** When WeChat may be asked (again); while it is asked, when whoever asks is taken for gone. */
  @InstantColumn() dueAt!: Date;
  @InstantColumn() createdAt!: Date;
}
