import type { Role } from '@wuye/shared/kit';
import type { IconName } from '../kit/icons';

/** One identity to choose from. */
export interface Identity {
  label: string;
  hint: string;
  icon: IconName;
  /** More than one where the person says which. */
  roles: readonly Role[];
}

/** 请选择您的身份, in the manual's order [SZ-O 1]. 被委托人 comes with delegation. */
export const IDENTITIES: readonly Identity[] = [
  { label: '业主', hint: '名下有登记的房屋', icon: 'key', roles: ['owner'] },
  { label: '项目经理', hint: '小区物业项目负责人', icon: 'building', roles: ['project_manager'] },
  { label: '企业负责人', hint: '物业服务企业', icon: 'user-o', roles: ['company_head'] },
  { label: '企业经办人', hint: '物业服务企业', icon: 'edit', roles: ['company_clerk'] },
  { label: '从业人员', hint: '管家、客服、维修等', icon: 'friends', roles: ['staff'] },
  { label: '业委会', hint: '业委会或筹备组成员', icon: 'vote', roles: ['committee_member'] },
  { label: '街道办', hint: '街道物业管理工作人员', icon: 'location', roles: ['street_officer'] },
  { label: '主管部门', hint: '区、市住建部门', icon: 'shield', roles: ['district_officer', 'city_officer'] },
];

/** The identity whose form an address asks for; owners have a page of their own. */
export function identityOf(role: unknown): Identity | null {
  return IDENTITIES.find(({ roles }) => role !== 'owner' && roles.some((each) => each === role)) ?? null;
}
