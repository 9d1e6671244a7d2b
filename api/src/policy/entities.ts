import { Entity, Index, PrimaryColumn } from 'typeorm';
import type { CalendarYear } from '@wuye/shared/calendar';
import type { Policy } from '@wuye/shared/policy';
import { CountColumn, FlagColumn, IdColumn, InstantColumn, JsonColumn, RefColumn, TextColumn } from '../platform/database/index.js';

/** One version of the city's rules; never changed once written. Version 0 is the preset and has no row. */
@Entity('city_policy')
@Index('city_policy_by_version', ['version'], { unique: true })
export class CityPolicy {
  @IdColumn() id!: string;
  @CountColumn() version!: number;
  @JsonColumn() document!: Policy;
  /** What was changed and why, by whoever did. */
  @TextColumn(200) note!: string;
  /** A person. */
  @RefColumn() createdBy!: string;
  @InstantColumn() createdAt!: Date;
}

/** A year of the working calendar that an officer entered from the State Council's notice; it stands before the one of the platform. */
@Entity('calendar_year')
export class EnteredYear {
  @PrimaryColumn('integer') year!: number;
  @JsonColumn() document!: CalendarYear;
  /** A person. */
  @RefColumn() enteredBy!: string;
  @InstantColumn() enteredAt!: Date;
}

/** The work that follows a year: all open complaints are looked at once, in the order of their ids. Broken off, it goes on after `afterId`. */
@Entity('calendar_job')
@Index('calendar_job_by_state', ['state', 'id'])
export class CalendarJob {
  @IdColumn() id!: string;
  @CountColumn() year!: number;
  /** Whether open deadlines that the year touches move. */
  @FlagColumn() moves!: boolean;
  @TextColumn(16) state!: 'running' | 'done';
  /** One more with each batch: of two instances one takes it. */
  @CountColumn() turn!: number;
  @RefColumn({ nullable: true }) afterId!: string | null;
  /** How many were open when it began. */
  @CountColumn() total!: number;
  @CountColumn() seen!: number;
  @CountColumn() started!: number;
  @CountColumn() resumed!: number;
  @CountColumn() moved!: number;
  /** The account of whoever entered the year. */
  @RefColumn() createdBy!: string;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) finishedAt!: Date | null;
}

/** City officers were told that the calendar ends with this year; once. */
@Entity('calendar_warning')
export class CalendarWarning {
  @PrimaryColumn('integer') year!: number;
  @InstantColumn() toldAt!: Date;
}
