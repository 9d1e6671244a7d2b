import type { AccessSlice, Role, ScopeType } from '../kit/index.js';

/** How an office is given. */
export interface Office {
  readonly scopeType: ScopeType;
  /** One holder at a time: the one before is 注销 first. */
  readonly single?: true;
  /** Ends by itself at the end of a term. */
  readonly term?: true;
  /** Given by an invitation that is taken up within seven days. */
  readonly invited?: true;
}

/** The roles that are offices, in the order in which pages list them. Owners and entrusted persons are nobody's appointees. */
export const appointable = [
  'city_officer',
  'district_officer',
  'street_officer',
  'company_head',
  'project_manager',
  'company_clerk',
  'staff',
  'committee_member',
] as const satisfies readonly Role[];
export type Appointable = (typeof appointable)[number];

/**
 * A project has one manager, who may have several projects [SZ-E 4]; a company has one head (ours: one account answers for
 * it); a committee has a term (业主大会和业主委员会指导规则 建房〔2009〕274号 32).
 */
export const offices: Readonly<Record<Appointable, Office>> = {
  city_officer: { scopeType: 'city' },
  district_officer: { scopeType: 'district' },
  street_officer: { scopeType: 'street' },
  company_head: { scopeType: 'company', single: true, invited: true },
  project_manager: { scopeType: 'community', single: true },
  company_clerk: { scopeType: 'company' },
  staff: { scopeType: 'community' },
  committee_member: { scopeType: 'community', term: true },
};

export const isAppointable = (role: Role): role is Appointable => (appointable as readonly Role[]).includes(role);

/** The seat that an office takes, where only one may hold it; null elsewhere. */
export function seatOf(role: Role, scopeId: string): string | null {
  return isAppointable(role) && offices[role].single ? `${role}:${scopeId}` : null;
}

/** One line of the checklist 所对应权限 [SZ-E 4]. */
export interface Permission {
  readonly feature: string;
  /** Has actions that are open only to who was appointed for it by name. */
  readonly named: boolean;
}

/** What may be ticked for a role: every feature in whose actions the permission table names it. */
export function permissionsFor(role: Role, table: AccessSlice): Permission[] {
  const found = new Map<string, boolean>();
  for (const [action, rule] of Object.entries(table)) {
    if (!rule.roles?.includes(role)) continue;
    const feature = action.slice(0, action.indexOf('.'));
    found.set(feature, (found.get(feature) ?? false) || rule.named === true);
  }
  return [...found].map(([feature, named]) => ({ feature, named }));
}

/** The features as the checklist names them; one without a name here stands under its own. */
export const featureNames: Readonly<Record<string, string>> = {
  complaint: '诉求处理',
  community: '小区二维码',
  board: '公示牌',
  ledger: '小区问题台账',
  figures: '统计数据',
  ranking: '红黑榜',
  intake: '代为登记和导入',
  policy: '诉求规则',
  message: '送达情况',
  appointment: '权限管理',
  audit: '审计查询',
  privacy: '个人信息请求',
  identity: '业主认证',
  offline: '线下认证',
  certificate: '线下认证',
  correction: '信息更正',
};
export const featureName = (feature: string): string => featureNames[feature] ?? feature;
