import { defineAccess } from '../kit/index.js';

/**
 * 公示牌 (成住建发〔2023〕62号 二(一), 附件1). Each level answers for its own phone: the project and the company fill in theirs, the
 * district bureau its own, which stands on every board of the district and is changed with the second factor.
 */
export const boardAccess = defineAccess({
  'board.read': {
    what: '查看、打印、下载小区公示牌和张贴照片',
    roles: ['project_manager', 'staff', 'company_head', 'company_clerk', 'district_officer', 'city_officer'],
  },
  'board.edit': { what: '填写公示牌上项目和企业的投诉电话、接听时间', roles: ['project_manager', 'company_head'] },
  'board.bureau': { what: '填写公示牌上属地住建部门的投诉电话、接听时间（全区一致）', roles: ['district_officer'], confirmed: true },
  'board.hang': { what: '上传公示牌张贴照片', roles: ['project_manager', 'staff', 'company_head'] },
  'board.watch': { what: '查看辖区内小区公示牌的张贴情况', roles: ['company_head', 'district_officer', 'city_officer'] },
});
