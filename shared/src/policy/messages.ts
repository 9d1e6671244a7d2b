import { defineMessages, type MessageKind } from '../kit/index.js';
import { smsOfNumber } from '../message/index.js';

type Data = Record<string, string>;

/** 投诉受理通知: what the working calendar did to a complaint's deadline. */
const news = (rest: Pick<MessageKind, 'link' | 'audience' | 'tab' | 'required'>): MessageKind => ({
  template: '投诉受理通知',
  library: '46002',
  labels: ['编号', '事项', '时间', '状态'],
  keywords: ({ no, title, due }: Data) => ({ character_string1: no ?? '', thing2: title ?? '', time3: due ?? '', phrase4: '时限更新' }),
  night: false,
  title: () => '诉求时限更新',
  summary: ({ title, due }: Data) => [title, due && `${due} 前`].filter(Boolean).join(' · '),
  ...rest,
});

export const policyMessages = defineMessages({
  // `no` is the year that is lacking.
  'policy.calendar-ends': {
    template: '投诉处理提醒',
    library: '46001',
    labels: ['诉求编号', '事项', '小区', '时限', '状态'],
    keywords: ({ no, due }: Data) => ({
      character_string1: no ?? '',
      thing2: '请录入下一年工作日历',
      thing3: '全市',
      time4: due ?? '',
      phrase5: '即将到期',
    }),
    link: () => '/calendar',
    audience: '市主管部门',
    required: null,
    night: false,
    tab: 'todo',
    title: () => '工作日历即将到期',
    summary: ({ no }: Data) => `请按国务院办公厅通知录入 ${no ?? ''} 年`,
  },
  // Those open have a deadline now, or another one than they were told (成住建发〔2023〕62号 一(四) 适时反馈).
  'policy.due': news({ link: ({ no }: Data) => `/say/${no}`, audience: '提交诉求的人', tab: 'notice', required: null }),
  'policy.due-staff': news({
    link: ({ no }: Data) => `/tasks/${no}`,
    audience: '现在办理的人',
    tab: 'todo',
    required: { rule: '成住建发〔2023〕62号 一(二)', sms: ({ no }: Data) => smsOfNumber('诉求时限更新', no) },
  }),
});
