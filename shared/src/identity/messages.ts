import { defineMessages } from '../kit/index.js';

export const identityMessages = defineMessages({
  'binding.done': {
    template: '身份绑定成功通知',
    keywords: ({ name, community, houses, at }) => ({ thing1: name ?? '', thing2: community ?? '', number3: houses ?? '', time4: at ?? '' }),
    link: () => '/bind/result',
  },
});
