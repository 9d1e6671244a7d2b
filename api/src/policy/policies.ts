import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Calendar, STATE_CALENDAR, withYear } from '@wuye/shared/calendar';
import { completed, type Policy, POLICIES } from '@wuye/shared/policy';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { CityPolicy, EnteredYear } from './entities.js';

/** How long an instance goes by what it read last, in milliseconds: a new version holds everywhere after that. */
const FRESH = 5_000;

/** One version of the city's rules. */
export interface PolicyVersion {
  readonly version: number;
  readonly policy: Policy;
}

/** What deadlines are computed by at one moment. */
export interface Rules extends PolicyVersion {
  readonly calendar: Calendar;
}

/** The city's rules and its working calendar: versions never change, so they are read once and kept. */
@Injectable()
export class Policies {
  private readonly versions = new Map<number, Policy>();
  private current: { readonly rules: Rules; readonly readAt: number } | null = null;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What new complaints are born under. Inside a unit of work give its manager. */
  async rules(now: Date, manager: EntityManager = this.database.manager): Promise<Rules> {
    if (this.current && Math.abs(now.getTime() - this.current.readAt) < FRESH) return this.current.rules;
    const [newest] = await manager.find(CityPolicy, { order: { version: 'DESC' }, take: 1 });
    if (newest) this.versions.set(newest.version, completed(newest.document));
    const version = newest?.version ?? 0;
    const rules = { version, policy: newest ? completed(newest.document) : this.preset(), calendar: await this.calendar(manager) };
    this.current = { rules, readAt: now.getTime() };
    return rules;
  }

  /** The same, read now: for who finds no deadline by what this instance read some seconds ago. */
  async latest(now: Date, manager: EntityManager): Promise<Rules> {
    this.forget();
    return this.rules(now, manager);
  }

  /** The rules that a complaint was born under, with today's calendar. */
  async born(version: number, now: Date, manager: EntityManager = this.database.manager): Promise<Rules> {
    const rules = await this.rules(now, manager);
    if (version === rules.version) return rules;
    const known = await this.version(version, manager);
    if (!known) throw new Error(`There is no version ${version} of the city's rules.`);
    // A complaint names it, so it is committed: it may be kept.
    if (version > 0) this.versions.set(version, known);
    return { version, policy: known, calendar: rules.calendar };
  }

  /** A version's document; null when there is none. Version 0 is the preset. */
  async version(version: number, manager: EntityManager = this.database.manager): Promise<Policy | null> {
    return version === 0 ? this.preset() : (this.versions.get(version) ?? (await this.read(version, manager)));
  }

  /** Forgets what is kept: after an officer changed something here. */
  forget(): void {
    this.current = null;
  }

  private async read(version: number, manager: EntityManager): Promise<Policy | null> {
    const row = await manager.findOneBy(CityPolicy, { version });
    return row && completed(row.document);
  }

  /** The working calendar as it is now: the state's years, and those that were entered in their place or after them. */
  async calendar(manager: EntityManager = this.database.manager): Promise<Calendar> {
    const entered = await manager.find(EnteredYear, { order: { year: 'ASC' } });
    return entered.reduce((calendar, { document }) => withYear(calendar, document), STATE_CALENDAR);
  }

  private preset(): Policy {
    const preset = POLICIES.get(this.config.CITY_POLICY);
    if (!preset) throw new Error(`CITY_POLICY names no preset: ${this.config.CITY_POLICY}.`);
    return preset;
  }
}
