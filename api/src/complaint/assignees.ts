import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Grant } from '@wuye/shared/kit';
import { People } from '../identity/index.js';
import type { SignedIn } from '../platform/http/index.js';

/** Whom complaints are given to, as lists say it. */
@Injectable()
export class Assignees {
  constructor(private readonly people: People) {}

  /** Their names by the complaint's `assignee_id`; for the project and its company alone: who oversees them has no use for it. */
  async names(
    manager: EntityManager,
    scopes: readonly Grant[],
    rows: readonly { readonly assignee_id: string | null }[],
  ): Promise<ReadonlyMap<string, string>> {
    if (!scopes.some(({ scopeType }) => scopeType === 'community' || scopeType === 'company')) return new Map();
    return this.people.officeNames(manager, [...new Set(rows.flatMap(({ assignee_id: id }) => id ?? []))]);
  }

  /** The condition that a row is given to the reader. */
  async toReader(manager: EntityManager, { who }: SignedIn): Promise<{ text: string; values: readonly string[] }> {
    const offices = await this.people.staffOffices(manager, who.personId);
    return offices.length === 0 ? { text: '1 = 0', values: [] } : { text: `q.assignee_id IN (${offices.map(() => '?').join(', ')})`, values: offices };
  }
}
