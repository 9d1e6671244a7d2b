import { defineErrors } from '../kit/index.js';

export const rankingErrors = defineErrors({
  'RANKING.NOT_FOUND': { status: 404, title: '没有找到这条红黑榜记录，请刷新后再看。' },
  'RANKING.STEP_WRONG': { status: 409, title: '这条记录已经有人办过，请刷新后再看。' },
  'RANKING.NOT_DELIVERED': { status: 409, title: '未送达：企业负责人还没有开通账号，告知期不起算。请先通知企业开通账号，再发告知。' },
  'RANKING.TOO_EARLY': { status: 409, title: '告知期还没有结束，{until} 以后才能公布。' },
  'RANKING.TOO_LATE': { status: 409, title: '告知期已经结束，不能再申诉。有新的情况请联系区住建部门。' },
  'RANKING.PICTURE_UNKNOWN': { status: 422, title: '有照片没有传好，请删掉重新上传。' },
  'RANKING.NO_ADVICE': { status: 409, title: '行政建议书只为已公布的黑榜制发。' },
});
