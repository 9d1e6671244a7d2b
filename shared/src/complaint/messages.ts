import { defineMessages } from '../kit/index.js';

const toStaff = ({ no }: Record<string, string>) => `/tasks/${no}`;
const toSubmitter = ({ no }: Record<string, string>) => `/say/${no}`;

/** 投诉处理提醒: to those who handle or oversee a complaint. */
const staffNotice = (status: string) => ({
  template: '投诉处理提醒',
  keywords: ({ no, title, community, due }: Record<string, string>) => ({
    character_string1: no ?? '',
    thing2: title ?? '',
    thing3: community ?? '',
    time4: due ?? '',
    phrase5: status,
  }),
  link: toStaff,
});

export const complaintMessages = defineMessages({
  'complaint.new': staffNotice('待响应'),
  'complaint.reopened': staffNotice('重新办理'),
  'complaint.escalated': staffNotice('提级办理'),
  'complaint.responded': {
    template: '投诉受理通知',
    keywords: ({ no, title, at }) => ({ character_string1: no ?? '', thing2: title ?? '', time3: at ?? '', phrase4: '已响应' }),
    link: toSubmitter,
  },
  'complaint.closed': {
    template: '投诉处理结果通知',
    keywords: ({ no, title, outcome, at }) => ({ character_string1: no ?? '', thing2: title ?? '', thing3: outcome ?? '', time4: at ?? '' }),
    link: toSubmitter,
  },
});
