import { type ComplaintView, notSolved } from '@wuye/shared/complaint';

/** What a 未解决 will do, as its owner reads it before sending, and what the button says: by the rule that does it. */
export function notSolvedWords({ events, level }: Pick<ComplaintView, 'events' | 'level'>): { readonly words: string; readonly act: string } {
  const after = notSolved({ level, reopened: events.some(({ kind }) => kind === 'reopened') });
  if (after.step === 'leave') return LEFT;
  if (after.step === 'escalate') return { act: '提级办理', words: '这是第二次未解决，会提级由区住建局办理，并给出办结期限。' };
  return { act: '重新办理', words: AGAIN[level] };
}

const LEFT = { act: '提交', words: '区住建局已经重新办理过。您说仍未解决，会如实记下并计入解决率，区住建局和物业都会收到通知。还要反映，可以拨打 12345。' };

/** Who does it anew, by who closed it. */
const AGAIN: Readonly<Record<ComplaintView['level'], string>> = {
  manager: '会交给物业公司的负责人重新办理，不再由项目经理办。原来的期限和结果都保留。',
  company: '会交给区住建局重新办理，并给出办结期限。原来的期限和结果都保留。',
  district: '会由区住建局重新办理，并给出办结期限。原来的期限和结果都保留。',
};
