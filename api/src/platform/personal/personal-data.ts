import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { HoldingKey } from '@wuye/shared/privacy';

/** Whose data it is. */
export interface DataSubject {
  readonly accountId: string;
  readonly personId: string | null;
  readonly openid: string;
}

/** One category of what is held of someone; its name, purpose and term are shared/src/privacy/holdings.ts's. */
export interface Holding {
  readonly key: HoldingKey;
  readonly count: number;
  /** The values as their owner's page shows them, masked. */
  readonly values?: readonly { readonly label: string; readonly value: string }[];
}

/** Takes someone's data away. */
export interface Erasing extends DataSubject {
  readonly now: Date;
  /** What was given before this instant goes. WeChat may tell of a withdrawal late, and what was given after it was given anew. */
  readonly until: Date;
  /** The account itself ends: its openid goes, too. */
  readonly gone: boolean;
}

/** What one feature holds of people. */
export interface Holder {
  readonly feature: string;
  /** What others stand on lets go last: a complaint still needs to know whose name it takes out. */
  readonly ground?: true;
  /** Every table of it with data of a person, by its name: the architecture test counts them. */
  readonly tables: readonly string[];
  describe(manager: EntityManager, subject: DataSubject): Promise<readonly Holding[]>;
  /** All of it in full, for the person's own file. */
  export(manager: EntityManager, subject: DataSubject): Promise<Record<string, unknown>>;
  /** Takes it away within the unit of work; asked again, it finds nothing left to do. */
  erase(tx: EntityManager, erasing: Erasing): Promise<void>;
}

/**
 * Every feature that holds data of people registers here; seeing, taking along and erasing go through all of them
 * (个人信息保护法 44-47: see, copy, correct, delete).
 */
@Injectable()
export class PersonalData {
  private readonly all: Holder[] = [];

  /** Called once by each feature that keeps data of a person. */
  useHolder(holder: Holder): void {
    this.all.push(holder);
  }

  get holders(): readonly Holder[] {
    return this.all;
  }

  /** All categories with something in them. */
  async describe(manager: EntityManager, subject: DataSubject): Promise<Holding[]> {
    const found: Holding[] = [];
    for (const holder of this.all) found.push(...(await holder.describe(manager, subject)));
    return found.filter(({ count }) => count > 0);
  }

  /** One part a feature, each read when it is asked for: the file leaves while it is made. */
  async *export(manager: EntityManager, subject: DataSubject): AsyncGenerator<readonly [string, Record<string, unknown>]> {
    for (const holder of this.all) yield [holder.feature, await holder.export(manager, subject)];
  }

  /** In one unit of work. */
  async erase(tx: EntityManager, erasing: Erasing): Promise<void> {
    for (const holder of this.all) if (!holder.ground) await holder.erase(tx, erasing);
    for (const holder of this.all) if (holder.ground) await holder.erase(tx, erasing);
  }
}
