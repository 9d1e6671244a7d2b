import { defineAccess } from '../kit/index.js';

/** 小区问题台账 (成住建发〔2023〕62号 一(五)): who fills it in, who signs, who oversees, and whom it is open to (一(四)). Which role does which is ours. */
export const ledgerAccess = defineAccess({
  'ledger.read': {
    what: '查看小区问题台账和每月复盘',
    roles: ['project_manager', 'staff', 'company_head', 'company_clerk', 'district_officer', 'city_officer'],
  },
  'ledger.fill': { what: '填写并提交每月复盘', roles: ['project_manager'] },
  'ledger.sign': { what: '签发或退回每月复盘', roles: ['company_head'], confirmed: true },
  'ledger.oversee': { what: '查看各小区每月复盘的进度', roles: ['project_manager', 'company_head', 'company_clerk', 'district_officer', 'city_officer'] },
  'ledger.published': {
    what: '查看向业主公开的小区问题月报',
    roles: [
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
    ],
  },
});
