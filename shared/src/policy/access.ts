import { defineAccess } from '../kit/index.js';

/** The city sets its rules and enters its calendar; what they promise is read by everyone (`GET /policy`). Ours, where the notices are silent. */
export const policyAccess = defineAccess({
  'policy.read': { what: '查看诉求规则的各个版本和工作日历', roles: ['city_officer'] },
  'policy.draft': { what: '预览规则或工作日历的改动及其影响', roles: ['city_officer'] },
  'policy.edit': { what: '保存新版规则，录入或更正工作日历', roles: ['city_officer'], confirmed: true },
});
