import { defineAccess } from '../kit/index.js';

/**
 * Who appoints whom: each by the level above, within the scope of their own office [SZ-E 4: the company head appoints the
 * project managers]. Ours, where the sources are silent: officers by the level above (the city's, above whom is nobody, by
 * the operator or another of the city), heads by the district that supervises the company, the committee's members by the
 * street office that guides the election and files it (物业管理条例 10, 16), else by the district. Nobody appoints above
 * themselves. Officers and heads prove a second factor first.
 */
export const appointmentAccess = defineAccess({
  'appointment.read': {
    what: '查看本级以下的任命和历史',
    roles: ['project_manager', 'company_head', 'street_officer', 'district_officer', 'city_officer'],
  },
  'appointment.manage': {
    what: '任命、修改、注销、解除绑定、重置动态口令（逐项见下）',
    roles: ['project_manager', 'company_head', 'street_officer', 'district_officer', 'city_officer'],
    confirmed: true,
  },
  'appointment.city_officer': { what: '任命市主管部门人员', roles: ['city_officer'], confirmed: true },
  'appointment.district_officer': { what: '任命区主管部门人员', roles: ['city_officer'], confirmed: true },
  'appointment.street_officer': { what: '任命街道办人员', roles: ['district_officer'], confirmed: true },
  'appointment.company_head': { what: '邀请企业负责人', roles: ['district_officer'], confirmed: true },
  'appointment.project_manager': { what: '任命项目经理', roles: ['company_head'], confirmed: true },
  'appointment.company_clerk': { what: '任命企业经办人', roles: ['company_head'], confirmed: true },
  'appointment.staff': { what: '任命从业人员', roles: ['project_manager', 'company_head'], confirmed: true },
  'appointment.committee_member': { what: '登记业委会成员及任期', roles: ['street_officer', 'district_officer'], confirmed: true },
});
