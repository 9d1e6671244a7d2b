import type { Counts } from '@wuye/shared/figures';
import type { ListCounts } from '@wuye/shared/policy';
import type { StandingRow } from '@wuye/shared/ranking';
import type { Asked } from '../figures/period';

type Listed = Pick<StandingRow, 'type' | 'scopeId' | 'companyId' | 'districtCode'>;

/** Where the complaints of one period of one project or company are: a project under its company, a company within its district. */
export const placeAt = (
  { type, scopeId, companyId, districtCode }: Listed,
  { from, month }: Pick<StandingRow, 'from' | 'month'>,
): Pick<Asked, 'from' | 'to' | 'scope'> => ({
  from,
  to: month,
  scope: { ...(type === 'community' && { communityId: scopeId }), companyId, districtCode },
});

/** The counts of a period by the names that figures have for them. */
export const countsOf = ({
  respondedOnTime: on_time,
  resolved,
  satisfied,
  cases,
  rated,
}: ListCounts): Pick<Counts, 'on_time' | 'resolved' | 'satisfied' | 'cases' | 'rated'> => ({
  on_time,
  resolved,
  satisfied,
  cases,
  rated,
});

export const RATES = ['response', 'resolution', 'satisfaction'] as const;
