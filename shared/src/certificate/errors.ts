import { defineErrors } from '../kit/index.js';

export const certificateErrors = defineErrors({
  'CERTIFICATE.NOT_FOUND': { status: 404, title: '没有申请，请业主先在手机提交。' },
  'CERTIFICATE.OPEN': { status: 409, title: '您已经提交过线下认证申请，请看办理进度。' },
  'CERTIFICATE.NOT_NEEDED': { status: 409, title: '您已经认证过了，不用再申请。' },
  'CERTIFICATE.NO_SUBJECT': { status: 409, title: '请先在“业主身份绑定”填写姓名和证件，再申请线下认证。' },
  'CERTIFICATE.PICTURE_UNKNOWN': { status: 422, title: '有照片没有传好，请删掉重新上传。' },
  'CERTIFICATE.STEP_WRONG': { status: 409, title: '这份申请已经办过或已撤回，请重新查询。' },
  'CERTIFICATE.SELF': { status: 403, title: '不能给自己认证，请业委会其他成员或街道办办理。' },
  'CERTIFICATE.TITLE_MISMATCH': { status: 409, title: '产权登记与申请不一致，不能认证。请退回补充，或请业主先提交更正。' },
});
