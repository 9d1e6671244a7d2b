import type { ComplaintLevel } from '@wuye/shared/complaint';
import type { Grant } from '@wuye/shared/kit';
import type { Complaint } from './entities.js';

/** What is done at whichever level a complaint stands. */
export type LevelAct = 'respond' | 'accept' | 'close' | 'assign' | 'pause';

/** Above the project's manager one action stands for all of them: who took over answers for everything. */
const ABOVE = { company: 'complaint.takeover', district: 'complaint.supervise' } as const;

/** Whoever must act at the level where a complaint stands. */
export function officesAt({ level, communityId, companyId, districtCode }: Complaint): Grant[] {
  const offices: Record<ComplaintLevel, Grant[]> = {
    manager: [{ role: 'project_manager', scopeType: 'community', scopeId: communityId }],
    company: (['company_head', 'company_clerk'] as const).map((role) => ({ role, scopeType: 'company', scopeId: companyId })),
    district: [bureauOf({ districtCode })],
  };
  return offices[level];
}

/** The city's housing bureau: it urges districts, and handles nothing itself. */
export const CITY: Grant = { role: 'city_officer', scopeType: 'city', scopeId: '' };

/** The district's housing bureau. */
export const bureauOf = ({ districtCode }: Pick<Complaint, 'districtCode'>): Grant => ({
  role: 'district_officer',
  scopeType: 'district',
  scopeId: districtCode,
});

/** The same level where it lies below the district's; null for the district's own. */
export const below = (level: ComplaintLevel): Complaint['heldFrom'] => (level === 'district' ? null : level);

/** The action of the permission table that an act needs at this level. */
export function actionAt(act: LevelAct, level: ComplaintLevel): string {
  return level === 'manager' ? `complaint.${act}` : ABOVE[level];
}
