import { Entity, Index, PrimaryColumn } from 'typeorm';
import type { CalendarYear } from '@wuye/shared/calendar';
import type { Policy } from '@wuye/shared/policy';
import { CountColumn, IdColumn, InstantColumn, JsonColumn, RefColumn, TextColumn } from '../platform/database/index.js';

/** One version of the city's rules; never changed once written. Version 0 is the preset and has no row. */
@Entity('city_policy')
@Index('city_policy_by_version', ['version'], { unique: true })
export class CityPolicy {
  @IdColumn() id!: string;
  @CountColumn() version!: number;
  @JsonColumn() document!: Policy;
  /** What was changed and why, by whoever did. */
  @TextColumn(200) note!: string;
  @RefColumn() createdBy!: string;
  @InstantColumn() createdAt!: Date;
}

/** A year of the working calendar that an officer entered from the State Council's notice. */
@Entity('calendar_year')
export class EnteredYear {
  @PrimaryColumn('integer') year!: number;
  @JsonColumn() document!: CalendarYear;
  @RefColumn() enteredBy!: string;
  @InstantColumn() enteredAt!: Date;
}
