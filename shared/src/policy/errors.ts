import { defineErrors } from '../kit/index.js';

export const policyErrors = defineErrors({
  'POLICY.INVALID': { status: 422, title: '有 {count} 处要修改。{at}：{words}。' },
  'POLICY.CHANGED': { status: 409, title: '刚才有别人保存了新的内容，请重新打开，看过之后再改。' },
  'POLICY.UNCHANGED': { status: 409, title: '和现在的内容一样，不用保存。' },
  'POLICY.NOT_FOUND': { status: 404, title: '没有这个版本，请刷新后再看。' },
  'POLICY.BUSY': { status: 409, title: '上一次录入的日历还在更新各件诉求的时限，请过几分钟再保存。' },
});
