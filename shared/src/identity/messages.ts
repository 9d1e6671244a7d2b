import { defineMessages } from '../kit/index.js';

export const identityMessages = defineMessages({
  'binding.done': {
    template: '身份绑定成功通知',
    library: '46004',
    labels: ['姓名', '小区', '房屋数', '时间'],
    keywords: ({ name, community, houses, at }) => ({ thing1: name ?? '', thing2: community ?? '', number3: houses ?? '', time4: at ?? '' }),
    link: () => '/bind/result',
    audience: '刚绑定房屋的业主',
    required: null,
    // The answer to what they are doing at this moment.
    night: true,
    tab: 'notice',
    title: () => '房屋绑定成功',
    summary: ({ community, houses }) => `${community ?? ''}，${houses ?? ''} 套房屋`,
  },
});
