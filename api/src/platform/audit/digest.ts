import { createHash } from 'node:crypto';
import type { AuditBlock, AuditEntry } from './entities.js';

/** Before the first block there is nothing. */
export const GENESIS = '0'.repeat(64);

/**
 * SM3: the integrity of logs of government systems is assessed by the state's own algorithms (domain 10 [MH]: SM2, SM3,
 * SM4), and anyone can recompute it with `openssl dgst -sm3`; the ballots' chain keeps SHA-256 as RFC 6962 has it.
 */
const sm3 = (text: string): string => createHash('sm3').update(text).digest('hex');

/** What of an entry is sealed, always in the same form: names of the detail in order, instants in UTC. */
export function digestOf({ id, at, accountId, action, subject, detail, about }: AuditEntry): string {
  const facts = detail && Object.fromEntries(Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sm3(JSON.stringify([id, at.toISOString(), accountId, action, subject, facts, about]));
}

export const rootOf = (digests: string): string => sm3(digests);

/** What follows of a block from the one before and its own entries. */
export function hashOf({ seq, previous, root, entries }: Pick<AuditBlock, 'seq' | 'previous' | 'root' | 'entries'>): string {
  return sm3(JSON.stringify([seq, previous, root, entries]));
}
