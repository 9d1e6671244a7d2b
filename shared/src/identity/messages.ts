import { defineMessages } from '../kit/index.js';

type Data = Record<string, string>;

/** What the register knew: the result, and what comes next. */
const FOUND: Readonly<Record<string, readonly [result: string, next: string]>> = {
  houses: ['已查到', '查到您的房屋，点开提交绑定'],
  'no-title': ['未查到', '请核对姓名、证件号，或提交更正'],
  'no-house': ['待补房屋', '请提交房屋信息，核对后通知您'],
  failed: ['请重新提交', '登记系统一周没有答复，请重新提交'],
};

/** 审核结果通知: one template for all that becomes of a binding without its owner's doing. */
const notice = (subject: string, result: (data: Data) => string, detail: (data: Data) => string) => ({
  template: '审核结果通知',
  library: '46011',
  labels: ['事项', '结果', '说明', '时间'],
  keywords: (data: Data) => ({ thing1: subject, phrase2: result(data), thing3: detail(data), time4: data.at ?? '' }),
  required: null,
});

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
  // Who left the page while waiting: 查到后微信通知您 (screens 4, text 3).
  'binding.register-done': {
    ...notice(
      '产权查询',
      ({ found }) => FOUND[found ?? '']?.[0] ?? '已答复',
      ({ found }) => FOUND[found ?? '']?.[1] ?? '点开查看，接着办理',
    ),
    link: ({ application }) => `/bind/at/${application ?? ''}`,
    audience: '排队等产权查询的业主',
    night: false,
    tab: 'todo',
    title: () => '产权查询有结果了',
    summary: ({ found }) => FOUND[found ?? '']?.[1] ?? '点开查看，接着办理',
  },
  'binding.ended': {
    ...notice(
      '房屋绑定',
      () => '已解除',
      ({ community }) => `${community ?? ''}有房屋产权已变更`,
    ),
    link: () => '/bind/result',
    audience: '产权变更前绑定房屋的业主',
    night: false,
    tab: 'notice',
    title: () => '房屋绑定已解除',
    summary: ({ community }) => `${community ?? ''}有房屋产权已变更，已投的票仍有效`,
  },
  'binding.title-gained': {
    ...notice(
      '房屋绑定',
      () => '可以绑定',
      ({ community }) => `${community ?? ''}有房屋登记到您名下`,
    ),
    link: () => '/bind',
    audience: '产权变更后名下新登记房屋的业主',
    night: false,
    tab: 'todo',
    title: () => '名下新登记了房屋',
    summary: ({ community }) => `${community ?? ''}有房屋登记到您名下，点开绑定`,
  },
});
