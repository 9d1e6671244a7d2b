import type { ComplaintRow, ComplaintState } from '@wuye/shared/complaint';
import { isoInstant, isoInstantOrNull } from '../platform/database/index.js';
import { flagsOf } from './flags.js';

/** A row of a list as the database gives it. */
export interface Row {
  id: string;
  no: string;
  kind: ComplaintRow['kind'];
  category: ComplaintRow['category'];
  title: string;
  state: ComplaintState;
  rating: ComplaintRow['rating'];
  community_name: string;
  submitted_at: unknown;
  due_at: unknown;
  sort_at: unknown;
  joiners: number;
  grave: boolean;
  grouped: boolean;
  repeated: boolean;
  urged_due_at: unknown;
  paused_until: unknown;
}

export const FIELDS = `q.no, q.kind, q.category, q.title, q.state, q.rating, q.submitted_at, q.due_at, q.sort_at, q.joiners, q.grave, q.grouped, q.repeated,
  q.urged_due_at, q.paused_until, c.name AS community_name`;
export const TABLES = 'FROM complaint q JOIN community c ON c.id = q.community_id';

/** The column by which a role's scope is found; the city's is all. */
export const SCOPE_COLUMN = {
  community: 'q.community_id',
  company: 'q.company_id',
  street: 'q.street_code',
  district: 'q.district_code',
  city: null,
} as const;

/** A row as the contract shows it. */
export const rowView = (row: Row): ComplaintRow => ({
  no: row.no,
  kind: row.kind,
  category: row.category,
  title: row.title,
  state: row.state,
  rating: row.rating,
  communityName: row.community_name,
  submittedAt: isoInstant(row.submitted_at),
  dueAt: isoInstantOrNull(row.due_at),
  joiners: row.joiners,
  flags: flagsOf(row),
  urgedDueAt: isoInstantOrNull(row.urged_due_at),
  pausedUntil: isoInstantOrNull(row.paused_until),
});
