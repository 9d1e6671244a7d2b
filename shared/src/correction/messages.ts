import { defineMessages, type MessageKind } from '../kit/index.js';

/** 审核结果通知: nothing of a person travels. */
const answer = (
  outcome: string,
  hint: string,
): Pick<MessageKind, 'template' | 'library' | 'labels' | 'keywords' | 'link' | 'audience' | 'required' | 'night'> => ({
  template: '审核结果通知',
  library: '46011',
  labels: ['事项', '结果', '说明', '时间'],
  keywords: ({ at }) => ({ thing1: '产权登记更正', phrase2: outcome, thing3: hint, time4: at ?? '' }),
  link: ({ id }) => `/bind/correction/${id ?? ''}`,
  audience: '提交更正或房屋信息的业主',
  required: null,
  night: false,
});

export const correctionMessages = defineMessages({
  'correction.new': {
    template: '待办事项提醒',
    library: '46012',
    labels: ['事项', '小区', '提交时间'],
    keywords: ({ title, community, at }) => ({ thing1: title ?? '', thing2: community ?? '', time3: at ?? '' }),
    link: ({ id }) => `/corrections/${id ?? ''}`,
    audience: '区（县）住建部门的经办人',
    required: null,
    night: false,
    tab: 'todo',
    title: () => '新的更正申请',
    summary: ({ title, community }) => [community, title].filter(Boolean).join(' · '),
  },
  'correction.filled': {
    ...answer('已补入房屋', '点开即可绑定房屋'),
    tab: 'todo',
    title: () => '房屋已补入，请绑定',
    summary: ({ community }) => `${community ?? ''} 点开即可绑定房屋`,
  },
  'correction.amended': {
    ...answer('已改正登记', '点开即可绑定房屋'),
    tab: 'todo',
    title: () => '登记已改正，请绑定',
    summary: ({ community }) => `${community ?? ''} 点开即可绑定房屋`,
  },
  'correction.refused': {
    ...answer('不予更正', '点开看原因和下一步'),
    tab: 'notice',
    title: () => '更正申请有答复',
    summary: ({ community }) => `${community ?? ''} 点开看原因和下一步`,
  },
});
