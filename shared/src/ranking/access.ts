import { defineAccess } from '../kit/index.js';

/**
 * The district's bureau lists (成住建发〔2023〕62号 三(四)); the city reads along (三(三)). Whoever is listed reads what concerns them from the
 * notice on, and its head answers for it. Ours, where the notice is silent.
 */
export const rankingAccess = defineAccess({
  'ranking.read': { what: '查看红黑榜的告知、申诉和办理情况', roles: ['company_head', 'company_clerk', 'district_officer', 'city_officer'] },
  'ranking.oversee': { what: '查看红黑榜各期计算结果和行政建议书', roles: ['district_officer', 'city_officer'] },
  'ranking.manage': { what: '红黑榜告知、答复申诉、公布、撤下，制发行政建议书', roles: ['district_officer'], confirmed: true },
  'ranking.appeal': { what: '对列入红黑榜提出申诉', roles: ['company_head'], confirmed: true },
});
