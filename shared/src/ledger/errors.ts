import { defineErrors } from '../kit/index.js';

export const ledgerErrors = defineErrors({
  'LEDGER.MONTH_RUNS': { status: 409, title: '这个月还没有结束，下个月 1 日起才能提交复盘。' },
  'LEDGER.STEP_WRONG': { status: 409, title: '这个月的复盘已经有人办过，请刷新后再看。' },
  'LEDGER.LACKING': { status: 409, title: '还有 {count} 件重大、群体或反复的诉求没有填写原因和整改，请补齐后再提交。' },
  'LEDGER.CASE_UNKNOWN': { status: 404, title: '这件诉求不在本月需要复盘的范围里，请刷新后再看。' },
});
