import { defineMessages, type MessageKind } from '../kit/index.js';

type Data = Record<string, string>;

/** 审核结果通知 about one month of one community: `title` is the month, `community` its name, `no` the community's id. */
const news = (phrase: string, hint: string, rest: Pick<MessageKind, 'audience' | 'tab'> & { readonly heading: string }): MessageKind => ({
  template: '审核结果通知',
  library: '46011',
  labels: ['事项', '结果', '说明', '时间'],
  keywords: ({ community, at }: Data) => ({ thing1: community ?? '', phrase2: phrase, thing3: hint, time4: at ?? '' }),
  link: ({ no }: Data) => `/c/${no ?? ''}/ledger`,
  audience: rest.audience,
  required: null,
  night: false,
  tab: rest.tab,
  title: () => rest.heading,
  summary: ({ title, community }: Data) => [community, title].filter(Boolean).join(' · '),
});

export const ledgerMessages = defineMessages({
  'ledger.remind': news('待复盘', '上月问题复盘今天到期', { audience: '项目经理、企业负责人', tab: 'todo', heading: '每月复盘到期' }),
  'ledger.submitted': news('待签发', '项目已提交上月复盘，请签发', { audience: '企业负责人', tab: 'todo', heading: '每月复盘待签发' }),
  'ledger.returned': news('已退回', '点开看退回的原因', { audience: '项目经理', tab: 'todo', heading: '每月复盘退回' }),
  'ledger.signed': news('已签发', '复盘已签发，并向业主公开', { audience: '项目经理', tab: 'notice', heading: '每月复盘已签发' }),
});
