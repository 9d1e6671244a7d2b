import type { ComplaintLevel } from '@wuye/shared/complaint';

/** What is done at whichever level a complaint stands. */
export type LevelAct = 'respond' | 'accept' | 'close' | 'assign';

/** Above the project's manager one action stands for all of them: who took over answers for everything. */
const ABOVE = { company: 'complaint.takeover', district: 'complaint.supervise', city: 'complaint.raise' } as const;

/** The action of the permission table that an act needs at this level. */
export function actionAt(act: LevelAct, level: ComplaintLevel): string {
  return level === 'manager' ? `complaint.${act}` : ABOVE[level];
}
