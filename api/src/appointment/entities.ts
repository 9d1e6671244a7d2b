import { Entity, Index, PrimaryColumn } from 'typeorm';
import { FlagColumn, InstantColumn, RefColumn, TextColumn } from '../platform/database/index.js';

/** A company that a district entered here before it managed any community: that district may invite its head. */
@Entity('company_admission')
@Index('company_admission_by_district', ['districtCode'])
export class CompanyAdmission {
  @PrimaryColumn('varchar', { length: 26 }) companyId!: string;
  @TextColumn(6) districtCode!: string;
  /** The check digit of its credit code is wrong; an officer looked at the licence. */
  @FlagColumn() doubtful!: boolean;
  /** The officer's person. */
  @RefColumn() admittedBy!: string;
  @InstantColumn() admittedAt!: Date;
}
