/** Roles a signed-in person may hold, several at once [domain: Words]. */
export const roles = [
  'owner',
  'entrusted_person',
  'project_manager',
  'company_head',
  'company_clerk',
  'staff',
  'committee_member',
  'street_officer',
  'district_officer',
  'city_officer',
] as const;
export type Role = (typeof roles)[number];

/** The roles as people say them [domain: Words]. */
export const roleNames: Readonly<Record<Role, string>> = {
  owner: '业主',
  entrusted_person: '被委托人',
  project_manager: '项目经理',
  company_head: '企业负责人',
  company_clerk: '企业经办人',
  staff: '从业人员',
  committee_member: '业委会',
  street_officer: '街道办',
  district_officer: '区主管部门',
  city_officer: '市主管部门',
};

/** What a role reaches: a community, a company's communities, a street's, a district's, or the whole city's. */
export const scopeTypes = ['community', 'company', 'street', 'district', 'city'] as const;
export type ScopeType = (typeof scopeTypes)[number];

/** How far a role reaches: what its grants name. */
export const roleScopes: Readonly<Record<Role, ScopeType>> = {
  owner: 'community',
  entrusted_person: 'community',
  project_manager: 'community',
  company_head: 'company',
  company_clerk: 'company',
  staff: 'community',
  committee_member: 'community',
  street_officer: 'street',
  district_officer: 'district',
  city_officer: 'city',
};
/** The scopes as the permission table says them. */
export const scopeNames: Readonly<Record<ScopeType, string>> = { community: '本小区', company: '本企业', street: '本街道', district: '本区', city: '全市' };

/** Who proves a second factor before a `confirmed` act: those whose act reaches many (ours; 个人信息保护法 51 asks for measures fit for the risk). */
export const confirmingRoles: ReadonlySet<Role> = new Set(['company_head', 'street_officer', 'district_officer', 'city_officer']);

/** A role that a person holds now. */
export interface Grant {
  readonly role: Role;
  readonly scopeType: ScopeType;
  /** Community id, company id, street code, district code, or city code. */
  readonly scopeId: string;
  /**
   * Features that its holder was appointed for (权限管理: 所对应权限 [SZ-E 4]); all that the role may do, when left out.
   * A feature whose rules are `named` is open only to who was appointed for it by name.
   */
  readonly only?: readonly string[];
}

/** Where a thing belongs: what an action is done to. */
export interface Place {
  /** The account whose own thing it is. */
  readonly accountId?: string | null;
  readonly communityId?: string | null;
  readonly companyId?: string | null;
  readonly streetCode?: string | null;
  readonly districtCode?: string | null;
}

/**
 * One line of the permission table: which roles may do an action, each within the scope that its grant names.
 * `own`: the account whose thing it is. `anyone`: everyone signed in.
 */
export interface AccessRule {
  /** What the action is, in one Chinese line: the table is read by lawyers, too. */
  readonly what: string;
  readonly own?: true;
  readonly anyone?: true;
  readonly roles?: readonly Role[];
  /** Only for those appointed for this feature by name: e.g. who searches the audit log does nothing else. */
  readonly named?: true;
  /** A sensitive act: officers and company heads prove their phone or authenticator again before it (第二因素). */
  readonly confirmed?: true;
}

/** A feature's slice of the permission table: action → rule. */
export type AccessSlice = Readonly<Record<string, AccessRule>>;

/** Declares a feature's permissions; the actions become a type. */
export function defineAccess<const S extends AccessSlice>(slice: S): S {
  return slice;
}

function covers(grant: Grant, place: Place): boolean {
  switch (grant.scopeType) {
    case 'community':
      return place.communityId === grant.scopeId;
    case 'company':
      return place.companyId === grant.scopeId;
    case 'street':
      return place.streetCode === grant.scopeId;
    case 'district':
      return place.districtCode === grant.scopeId;
    case 'city':
      return true;
  }
}

/** True when a grant counts for an action of the table, wherever it is done. `action` begins with its feature's name. */
export function counts(action: string, rule: AccessRule, grant: Grant): boolean {
  if (rule.roles?.includes(grant.role) !== true) return false;
  const feature = action.slice(0, action.indexOf('.'));
  return grant.only === undefined ? rule.named !== true : grant.only.includes(feature);
}

/** True when one of the grants lets its holder do the action at this place. */
export function allows(action: string, rule: AccessRule, grants: readonly Grant[], place: Place): boolean {
  return grants.some((grant) => counts(action, rule, grant) && covers(grant, place));
}

/** True when the rule already holds without any role: for everyone, or for the thing's own account. */
export function allowsWithoutRole(rule: AccessRule, accountId: string, place: Place): boolean {
  return rule.anyone === true || (rule.own === true && place.accountId === accountId);
}
