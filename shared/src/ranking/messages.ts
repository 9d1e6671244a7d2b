import { defineMessages, type MessageKind } from '../kit/index.js';

type Data = Record<string, string>;

/** 审核结果通知 about one listing: `title` says which list of which month, `community` who is listed, `no` the record's id. */
const news = (
  phrase: string,
  hint: string,
  rest: Pick<MessageKind, 'audience' | 'tab'> & { readonly heading: string; readonly required: boolean },
): MessageKind => ({
  template: '审核结果通知',
  library: '46011',
  labels: ['事项', '结果', '说明', '时间'],
  keywords: ({ title, at }: Data) => ({ thing1: title ?? '', phrase2: phrase, thing3: hint, time4: at ?? '' }),
  link: ({ no }: Data) => `/rankings/${no ?? ''}`,
  audience: rest.audience,
  required: rest.required ? { rule: '成住建发〔2023〕62号 三(四)', sms: ({ title }: Data) => ({ subject: rest.heading, title: title ?? '' }) } : null,
  night: false,
  tab: rest.tab,
  title: () => rest.heading,
  summary: ({ title, community }: Data) => [community, title].filter(Boolean).join(' · '),
});

const HEAD = '被列入的企业的负责人';

export const rankingMessages = defineMessages({
  'ranking.noticed': news('拟列入', '点开看数据，有异议可以申诉', { audience: HEAD, tab: 'todo', heading: '红黑榜列入告知', required: true }),
  'ranking.appealed': news('有申诉', '请核对数据后答复', { audience: '所在区主管部门', tab: 'todo', heading: '红黑榜申诉', required: false }),
  'ranking.decided': news('已答复', '点开看申诉的答复', { audience: HEAD, tab: 'notice', heading: '红黑榜申诉答复', required: true }),
  'ranking.published': news('已公布', '点开看公布的内容', { audience: HEAD, tab: 'notice', heading: '红黑榜已公布', required: true }),
  'ranking.withdrawn': news('已撤下', '点开看撤下的原因', { audience: HEAD, tab: 'notice', heading: '红黑榜已撤下', required: false }),
});
