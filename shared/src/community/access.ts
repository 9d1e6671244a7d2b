import { defineAccess } from '../kit/index.js';

/**
 * Who may print the community's poster [HZ 三: the company posts it], and who may replace its code: the same people. The manager
 * finds a torn or misused poster first; the company answers for it; the bureaus step in where neither does. Replacing makes every
 * poster that hangs void: those above the manager prove a second factor first.
 */
export const communityAccess = defineAccess({
  'community.poster': { what: '查看、打印小区公示牌', roles: ['project_manager', 'company_head', 'district_officer', 'city_officer'] },
  'community.replacePoster': {
    what: '换新小区二维码，旧海报作废',
    roles: ['project_manager', 'company_head', 'district_officer', 'city_officer'],
    confirmed: true,
  },
});
