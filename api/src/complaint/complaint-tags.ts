import { Entity, type EntityManager, In, PrimaryColumn } from 'typeorm';
import type { TableQuery } from '@wuye/shared/complaint';
import type { Complaint } from './entities.js';

/** What a complaint counts as that few may be: a search for it reads these rows alone, however many complaints a district holds. */
export const complaintTags = ['grave', 'grouped', 'repeated', 'reopened', 'responded', 'on_time', 'closed', 'resolved', 'rated', 'satisfied'] as const;
export type ComplaintTagName = (typeof complaintTags)[number];

/** One tag of one complaint, in the order in which the table shows them. */
@Entity('complaint_tag')
export class ComplaintTag {
  @PrimaryColumn('varchar', { length: 6 }) districtCode!: string;
  @PrimaryColumn('varchar', { length: 16 }) tag!: ComplaintTagName;
  @PrimaryColumn('varchar', { length: 26 }) id!: string;
}

/** These say what a complaint is, also once it was withdrawn and counts no more. */
const LASTING = ['grave', 'grouped', 'repeated', 'reopened'] as const;

const isTag = (name: string): name is ComplaintTagName => (complaintTags as readonly string[]).includes(name);

/** Brings the tags in line with what changed, in its transaction; most steps change one or none. */
export async function keepTags(tx: EntityManager, complaint: Complaint, before: readonly string[], after: readonly string[]): Promise<void> {
  const { id, districtCode } = complaint;
  const lasting = LASTING.filter((tag) => complaint[tag]);
  const added = [...new Set([...after.filter(isTag), ...lasting])].filter((tag) => !before.includes(tag));
  const gone = before.filter(isTag).filter((tag) => !after.includes(tag) && !(lasting as readonly string[]).includes(tag));
  const untrue = complaint.state === 'withdrawn' ? LASTING.filter((tag) => !complaint[tag]) : [];
  const dropped = [...new Set([...gone, ...untrue])];
  if (dropped.length > 0) await tx.delete(ComplaintTag, { districtCode, tag: In(dropped), id });
  if (added.length === 0) return;
  const rows = added.map((tag) => ({ districtCode, tag, id }));
  await tx.createQueryBuilder().insert().into(ComplaintTag).values(rows).orIgnore().updateEntity(false).execute();
}

/** The tag by which a search is answered; null: none of them is asked for. */
export function tagOf({ flag, measure }: Pick<TableQuery, 'flag' | 'measure'>): ComplaintTagName | null {
  return flag ?? (measure && isTag(measure) ? measure : null);
}
