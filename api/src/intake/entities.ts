import { Entity, Index, PrimaryColumn } from 'typeorm';
import type { IntakeSource, Mapping } from '@wuye/shared/intake';
import { IdColumn, InstantColumn, JsonColumn, RefColumn, SealedColumn, TextColumn } from '../platform/database/index.js';

/** What a source's tables call their columns in a district: `hotline:510107`. */
@Entity('intake_mapping')
export class IntakeMapping {
  @PrimaryColumn('varchar', { length: 32 }) id!: string;
  @JsonColumn() columns!: Mapping;
  @RefColumn() savedBy!: string;
  @InstantColumn() savedAt!: Date;
}

/** When a source was answered last in a district: `hotline:510107`. */
@Entity('intake_export')
export class IntakeExport {
  @PrimaryColumn('varchar', { length: 32 }) id!: string;
  @RefColumn() exportedBy!: string;
  @InstantColumn() exportedAt!: Date;
}

/** A row of a table whose community nobody knows: gone once it is sorted to one. */
@Entity('intake_unsorted')
@Index('intake_unsorted_once', ['source', 'outsideNo'], { unique: true })
@Index('intake_unsorted_by_district', ['districtCode', 'id'])
export class IntakeUnsorted {
  @IdColumn() id!: string;
  @TextColumn(6) districtCode!: string;
  @TextColumn(16) source!: IntakeSource;
  @TextColumn(64) outsideNo!: string;
  /** An IntakeRow as JSON: it names people. */
  @SealedColumn() content!: string;
  @RefColumn() importedBy!: string;
  @InstantColumn() importedAt!: Date;
}
