import { defineErrors } from '../kit/index.js';

export const complaintErrors = defineErrors({
  'COMPLAINT.EMPTY': { status: 422, title: '拍照或文字，至少一样。' },
  'COMPLAINT.CODE_INVALID': { status: 422, title: '二维码已失效，请选小区，或扫小区门口的新海报。' },
  'COMPLAINT.PICTURE_UNKNOWN': { status: 422, title: '有照片没有传好，请删掉重新上传。' },
  'COMPLAINT.NOT_FOUND': { status: 404, title: '没有找到这件诉求，或您不能查看。' },
  'COMPLAINT.STEP_WRONG': { status: 409, title: '这件诉求已经到了下一步，请刷新后再看。' },
  'COMPLAINT.MOVED': { status: 409, title: '已由上一级接办，您可以补充情况。' },
  'COMPLAINT.PROOF_MISSING': { status: 422, title: '办结需要文字和照片。' },
  'COMPLAINT.DATE_WRONG': { status: 422, title: '请选一个今天起、期限以内的办结日期。' },
  'COMPLAINT.MEASURE_MISSING': { status: 422, title: '请写明处置措施：打算怎么处理，至少 4 个字。' },
  'COMPLAINT.CHANNEL_MISSING': { status: 422, title: '请选正确的渠道，并写清怎么反映，至少 10 个字。' },
  'COMPLAINT.BODY_UNKNOWN': { status: 404, title: '没有这个部门，或已经停用，请另选一个。' },
  'COMPLAINT.RETURNED_TWICE': { status: 409, title: '已经两次退回，不再转派：由区住建部门决定，请更正类别或直接办结。' },
  'COMPLAINT.REASON_MISSING': { status: 422, title: '请说明没有解决的原因。' },
  'COMPLAINT.DUE_PAST': { status: 422, title: '办理时限要晚于现在，请重新选择。' },
  'COMPLAINT.CALENDAR_ENDS': { status: 422, title: '工作日历还没有到那一天，算不出期限，请先录入下一年的工作日历。' },
  'COMPLAINT.PAUSE_WRONG': { status: 409, title: '这一时限现在不能因为这个原因暂停，请刷新后再看。' },
  'COMPLAINT.STAFF_UNKNOWN': { status: 404, title: '没有这位从业人员，或已注销，请另选一位。' },
  'COMPLAINT.TEMPLATE_UNEDITED': { status: 422, title: '请把【】里的内容改成这件事的实际情况。' },
  'COMPLAINT.COMMUNITIES_MANY': { status: 422, title: '名称这样开头的小区超过 {most} 个，请把小区名称写完整一些再查。' },
  'COMPLAINT.NO_PHONE': { status: 404, title: '投诉人没有留电话，或选择了隐藏。' },
});
