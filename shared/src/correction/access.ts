import { defineAccess } from '../kit/index.js';

/**
 * 提交更正, 提交房屋信息: whoever came to the end of a binding and found nothing submits; a clerk of the bureau answers. The manual sends
 * people to 客服, who 在系统里补入信息 [SZ-O 1, table]; here its 经办人 are the district's officers, with the city's above them.
 */
export const correctionAccess = defineAccess({
  'correction.submit': { what: '提交产权更正或房屋信息', anyone: true },
  'correction.read': { what: '查看一件更正申请的内容和照片（工作人员查看留痕）', own: true, roles: ['district_officer', 'city_officer'] },
  'correction.work': { what: '查看要办理的更正申请列表', roles: ['district_officer', 'city_officer'] },
  'correction.answer': { what: '补入房屋、改正登记或不予更正', roles: ['district_officer', 'city_officer'], confirmed: true },
});
