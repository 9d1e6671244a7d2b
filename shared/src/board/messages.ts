import { defineMessages } from '../kit/index.js';

type Data = Record<string, string>;

export const boardMessages = defineMessages({
  // A working day before the term of 惠州市住建局 2026年4月10日通知 三 runs out.
  'board.remind': {
    template: '投诉处理提醒',
    library: '46001',
    labels: ['诉求编号', '事项', '小区', '时限', '状态'],
    keywords: ({ edition, community, due }: Data) => ({
      character_string1: `V${edition ?? ''}`,
      thing2: '张贴公示牌并上传照片',
      thing3: community ?? '',
      time4: due ?? '',
      phrase5: '即将到期',
    }),
    link: ({ id }: Data) => `/c/${id ?? ''}/board`,
    audience: '项目经理',
    required: null,
    night: false,
    tab: 'todo',
    title: () => '公示牌还没有张贴',
    summary: ({ community, due }: Data) => `${community ?? ''} 请在 ${due ?? ''} 前张贴并上传照片`,
  },
});
