import { defineMessages, type MessageKind } from '../kit/index.js';

/** 审核结果通知: no name, number or reason travels; who opens it sees them. */
const result = (outcome: string, hint: string): Pick<MessageKind, 'template' | 'library' | 'labels' | 'keywords' | 'required'> => ({
  template: '审核结果通知',
  library: '46011',
  labels: ['事项', '结果', '说明', '时间'],
  keywords: ({ at }) => ({ thing1: '线下认证', phrase2: outcome, thing3: hint, time4: at ?? '' }),
  required: null,
});

export const certificateMessages = defineMessages({
  'certificate.done': {
    ...result('已通过', '已人脸认证（线下），可以投票'),
    link: () => '/bind/result',
    audience: '申请线下认证的业主',
    night: false,
    tab: 'notice',
    title: () => '线下认证已通过',
    summary: ({ community }) => `${community ?? ''} 已人脸认证（线下），可以投票`,
  },
  'certificate.returned': {
    ...result('退回补充', '点开看要补充什么'),
    link: () => '/offline',
    audience: '申请线下认证的业主',
    night: false,
    tab: 'todo',
    title: () => '线下认证需要补充',
    summary: ({ community }) => `${community ?? ''} 请看要补充什么`,
  },
});
