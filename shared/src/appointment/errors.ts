import { defineErrors } from '../kit/index.js';

export const appointmentErrors = defineErrors({
  'APPOINT.SEAT_TAKEN': { status: 409, title: '{place}还有{role}，请先注销以前的，再添加新的。' },
  'APPOINT.ALREADY': { status: 409, title: '这个手机号在{place}已经是{role}，不用重复添加。' },
  'APPOINT.SELF': { status: 422, title: '不能任命、修改或注销自己，请由上一级办理。' },
  'APPOINT.NOT_FOUND': { status: 404, title: '没有找到这项任命，或它已经注销，请刷新后再看。' },
  'APPOINT.PLACE_UNKNOWN': { status: 404, title: '选择的范围不存在或已停用，请刷新后重新选择。' },
  'APPOINT.PERMISSION_UNKNOWN': { status: 422, title: '有的权限不能给这个身份，请重新勾选。' },
  'APPOINT.TERM_INVALID': { status: 422, title: '任期的最后一天要在今天以后、五年以内。' },
  'APPOINT.BY_INVITATION': { status: 422, title: '企业负责人通过邀请添加，请用“邀请企业负责人”。' },
  'APPOINT.CODE_DOUBTFUL': { status: 409, title: '统一社会信用代码的校验位不对，请对照营业执照。确认无误的，勾选“已核对营业执照”后再提交。' },
  'APPOINT.INVITATION_UNKNOWN': { status: 404, title: '邀请链接不完整或已失效，请联系邀请您的部门。' },
});
