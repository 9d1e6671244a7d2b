import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Calendar, STATE_CALENDAR } from '@wuye/shared/calendar';
import { type Policy, POLICIES } from '@wuye/shared/policy';
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
    if (newest) this.versions.set(newest.version, newest.document);
    const version = newest?.version ?? 0;
    const rules = { version, policy: newest?.document ?? this.preset(), calendar: await this.calendar(manager) };
    this.current = { rules, readAt: now.getTime() };
    return rules;
  }

  /** The rules that a complaint was born under, with today's calendar. */
  async born(version: number, now: Date, manager: EntityManager = this.database.manager): Promise<Rules> {
    const rules = await this.rules(now, manager);
    if (version === rules.version) return rules;
    const known = version === 0 ? this.preset() : (this.versions.get(version) ?? (await this.read(version, manager)));
    return { version, policy: known, calendar: rules.calendar };
  }

  /** Forgets what is kept: after an officer changed something here. */
  forget(): void {
    this.current = null;
  }

  private async read(version: number, manager: EntityManager): Promise<Policy> {
    const { document } = await manager.findOneByOrFail(CityPolicy, { version });
    this.versions.set(version, document);
    return document;
  }

  private async calendar(manager: EntityManager): Promise<Calendar> {
    const entered = await manager.find(EnteredYear, { order: { year: 'ASC' } });
    const known = new Set(STATE_CALENDAR.map(({ year }) => year));
    return [...STATE_CALENDAR, ...entered.map(({ document }) => document).filter(({ year }) => !known.has(year))];
  }

  private preset(): Policy {
    const preset = POLICIES.get(this.config.CITY_POLICY);
    if (!preset) throw new Error(`CITY_POLICY names no preset: ${this.config.CITY_POLICY}.`);
    return preset;
  }
}
