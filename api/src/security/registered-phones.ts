import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Vault } from '../platform/crypto/index.js';
import { sqlInstant } from '../platform/database/index.js';
import type { SignedIn } from '../platform/http/index.js';

/**
 * The highest office counts, and of several the first: otherwise whoever may appoint a clerk could give a city officer's
 * account a second office with a phone of their own, and prove themselves by that.
 */
const FIRST = `SELECT phone FROM appointment WHERE person_id = ? AND ended_at IS NULL AND (term_ends_at IS NULL OR term_ends_at > ?)
  ORDER BY CASE role WHEN 'city_officer' THEN 0 WHEN 'district_officer' THEN 1 WHEN 'street_officer' THEN 2 WHEN 'company_head' THEN 3 ELSE 4 END,
    appointed_at, id LIMIT 1`;

/** The phone that someone's office is registered with, as those above entered it. */
@Injectable()
export class RegisteredPhones {
  constructor(private readonly vault: Vault) {}

  /** Null for who holds no office. */
  async of(manager: EntityManager, { who, now }: SignedIn): Promise<string | null> {
    if (who.personId === null) return null;
    const [row] = (await manager.query(FIRST, [who.personId, sqlInstant(now)])) as { phone: string }[];
    return row ? this.vault.open('appointment.phone', row.phone) : null;
  }
}
