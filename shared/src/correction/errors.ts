import { defineErrors } from '../kit/index.js';

export const correctionErrors = defineErrors({
  'CORRECTION.NOT_FOUND': { status: 404, title: '没有找到这件申请，或您不能查看。' },
  'CORRECTION.APPLICATION_OVER': { status: 409, title: '这次绑定已结束，请从“业主身份绑定”重新开始，再提交更正。' },
  'CORRECTION.SENT': { status: 409, title: '这次绑定的更正已经提交，请看办理进度。' },
  'CORRECTION.PICTURE_UNKNOWN': { status: 422, title: '有照片没有传好，请删掉重新上传。' },
  'CORRECTION.PLACE_UNKNOWN': { status: 422, title: '请选小区；列表里没有的，请选所在的区。' },
  'CORRECTION.STEP_WRONG': { status: 409, title: '这件申请已经有人答复，请刷新后再看。' },
  'CORRECTION.SELF': { status: 403, title: '不能办理自己的申请，请同事办理。' },
  'CORRECTION.TITLE_GONE': { status: 409, title: '这条产权登记刚刚有变化，请刷新后重新核对。' },
  'CORRECTION.TITLE_BOUND': { status: 409, title: '这条登记的业主已经绑定了房屋，不能改到别人名下。' },
});
