import { defineMessages, type MessageKind } from '../kit/index.js';
import { smsOfNumber } from '../message/index.js';

type Data = Record<string, string>;

const toStaff = ({ no }: Data) => `/tasks/${no}`;
const toSubmitter = ({ no }: Data) => `/say/${no}`;
const summary = ({ title, community }: Data) => [community, title].filter(Boolean).join(' · ');

/** 投诉处理提醒: to those who handle or oversee a complaint. */
const staffNotice = (status: string, rest: Pick<MessageKind, 'audience' | 'night'> & { rule: string; heading: string }) => ({
  template: '投诉处理提醒',
  library: '46001',
  labels: ['诉求编号', '事项', '小区', '时限', '状态'],
  keywords: ({ no, title, community, due }: Data) => ({
    character_string1: no ?? '',
    thing2: title ?? '',
    thing3: community ?? '',
    time4: due ?? '',
    phrase5: status,
  }),
  link: toStaff,
  audience: rest.audience,
  required: { rule: rest.rule, sms: ({ no }: Data) => smsOfNumber(rest.heading, no) },
  night: rest.night,
  tab: 'todo' as const,
  title: () => rest.heading,
  summary,
});

/** 投诉受理通知 to those who handle a complaint: where no deadline runs, none is shown. */
const staffNews = (status: string, rest: Pick<MessageKind, 'audience' | 'night'> & { rule: string; heading: string }) => ({
  ...staffNotice(status, rest),
  template: '投诉受理通知',
  library: '46002',
  labels: ['编号', '事项', '时间', '状态'],
  keywords: ({ no, title, at }: Data) => ({ character_string1: no ?? '', thing2: title ?? '', time3: at ?? '', phrase4: status }),
});

/** 投诉受理通知 to who submitted a complaint: what became of it, in one phrase. */
const ownerNews = (status: string, heading: string, tab: 'notice' | 'todo' = 'notice') => ({
  template: '投诉受理通知',
  library: '46002',
  labels: ['编号', '事项', '时间', '状态'],
  keywords: ({ no, title, at }: Data) => ({ character_string1: no ?? '', thing2: title ?? '', time3: at ?? '', phrase4: status }),
  link: toSubmitter,
  audience: '提交诉求的人',
  required: null,
  night: false,
  tab,
  title: () => heading,
  summary,
});

/** Of many at once, so none is named by its number. */
const CAME = { rule: '成住建发〔2023〕62号 三(一)', sms: ({ title }: Data) => ({ subject: '请接手', title: title ?? '' }) };

const STAFF = '项目经理、企业负责人，抄送区（县）住建部门';

export const complaintMessages = defineMessages({
  // Its clock runs at night, too: eight hours, by a service desk that is open day and night.
  'complaint.new': staffNotice('待响应', { audience: STAFF, night: true, rule: '成住建发〔2023〕62号 一(二)', heading: '新诉求' }),
  // Received where the working calendar has ended: heard all the same, without a deadline that nobody can compute.
  'complaint.undated': staffNews('待响应', { audience: STAFF, night: true, rule: '成住建发〔2023〕62号 一(二)', heading: '新诉求' }),
  'complaint.reopened': staffNews('重新办理', { audience: STAFF, night: true, rule: '成住建发〔2023〕62号 二(三)', heading: '诉求重新办理' }),
  'complaint.escalated': staffNews('提级办理', { audience: STAFF, night: false, rule: '成住建发〔2023〕62号 二(三)', heading: '诉求提级办理' }),
  // The district closed it a second time, and its owner still says no: nobody has it after that, and it counts so.
  'complaint.unsolved': staffNews('仍未解决', { audience: STAFF, night: false, rule: '成住建发〔2023〕62号 二(三)', heading: '诉求仍未解决' }),
  // The rungs of the ladder (成住建发〔2023〕62号 一(二), 附件3, 二(三), 三(二)).
  'complaint.remind': staffNotice('即将到期', { audience: '项目经理', night: true, rule: '成住建发〔2023〕62号 一(二)', heading: '诉求即将到期' }),
  'complaint.warn': staffNotice('已经超时', { audience: STAFF, night: true, rule: '成住建发〔2023〕62号 一(二)', heading: '诉求超时预警' }),
  'complaint.takeover': staffNotice('公司接办', {
    audience: '企业负责人、企业经办人',
    night: true,
    rule: '成住建发〔2023〕62号 附件3',
    heading: '诉求转公司接办',
  }),
  'complaint.supervise': staffNotice('已督办', {
    audience: '区（县）住建部门、企业负责人、项目经理',
    night: false,
    rule: '成住建发〔2023〕62号 一(二)',
    heading: '诉求督办',
  }),
  'complaint.list': staffNotice('挂牌督办', {
    audience: '区（县）住建部门、企业负责人、项目经理',
    night: false,
    rule: '成住建发〔2023〕62号 二(三)',
    heading: '诉求挂牌督办',
  }),
  'complaint.raise': staffNotice('提级办理', {
    audience: '市、区（县）住建部门、企业负责人',
    night: false,
    rule: '成住建发〔2023〕62号 二(三)',
    heading: '诉求提级办理',
  }),
  'complaint.confer': staffNotice('部门会商', { audience: '市、区（县）住建部门', night: false, rule: '成住建发〔2023〕62号 二(三)', heading: '诉求部门会商' }),
  // Its time for an outcome is the district's own.
  'complaint.confer-remind': staffNotice('即将到期', {
    audience: '区（县）住建部门',
    night: false,
    rule: '成住建发〔2023〕62号 二(三)',
    heading: '部门会商即将到期',
  }),
  'complaint.confer-warn': staffNotice('已经超时', {
    audience: '市、区（县）住建部门',
    night: false,
    rule: '成住建发〔2023〕62号 二(三)',
    heading: '部门会商还没有结果',
  }),
  // 市住建局督促区(市)县住建部门提级办理、限时办结, and what became of it.
  'complaint.urged': staffNotice('市里督促', {
    audience: '区（县）住建部门、企业负责人、项目经理',
    night: false,
    rule: '成住建发〔2023〕62号 三(二)',
    heading: '市里督促限时办结',
  }),
  'complaint.report': staffNotice('逾期未办', {
    audience: '市、区（县）住建部门',
    night: false,
    rule: '成住建发〔2023〕62号 三(二)',
    heading: '督促的诉求逾期未办结',
  }),
  'complaint.urge-done': staffNews('已经办结', {
    audience: '市住建部门',
    night: false,
    rule: '成住建发〔2023〕62号 三(二)',
    heading: '督促的诉求已办结',
  }),
  // A pause of a clock, where the city's rules know one.
  'complaint.paused': ownerNews('暂停计时', '办理时限暂停计时', 'todo'),
  'complaint.resumed': ownerNews('恢复计时', '办理时限恢复计时'),
  'complaint.runs': staffNotice('恢复计时', { audience: '现在办理的人', night: false, rule: '成住建发〔2023〕62号 一(二)', heading: '诉求恢复计时' }),
  // A community's new company, and whoever takes the project over: what is open there, and when the first of it ends.
  'complaint.came': {
    ...staffNotice('请您接手', {
      audience: '新任项目经理、新企业的负责人',
      night: false,
      rule: '成住建发〔2023〕62号 三(一)',
      heading: '有未办结的诉求请接手',
    }),
    keywords: ({ title, community, due }: Data) => ({
      character_string1: '-',
      thing2: title ?? '',
      thing3: community ?? '',
      time4: due ?? '',
      phrase5: '请您接手',
    }),
    link: () => '/tasks',
    required: CAME,
  },
  'complaint.came-undated': {
    ...staffNews('请您接手', { audience: '新任项目经理、新企业的负责人', night: false, rule: '成住建发〔2023〕62号 三(一)', heading: '有未办结的诉求请接手' }),
    keywords: ({ title, at }: Data) => ({ character_string1: '-', thing2: title ?? '', time3: at ?? '', phrase4: '请您接手' }),
    link: () => '/tasks',
    required: CAME,
  },
  'complaint.assigned': { ...staffNews('请您办理', { audience: '被安排办理的从业人员', night: false, rule: '', heading: '请您办理诉求' }), required: null },
  'complaint.raised': {
    template: '投诉受理通知',
    library: '46002',
    labels: ['编号', '事项', '时间', '状态'],
    keywords: ({ no, title, at }) => ({ character_string1: no ?? '', thing2: title ?? '', time3: at ?? '', phrase4: '上级接办' }),
    link: toSubmitter,
    audience: '提交诉求的人',
    required: null,
    night: false,
    tab: 'notice',
    title: () => '诉求已由上一级接办',
    summary,
  },
  'complaint.responded': {
    template: '投诉受理通知',
    library: '46002',
    labels: ['编号', '事项', '时间', '状态'],
    keywords: ({ no, title, at }) => ({ character_string1: no ?? '', thing2: title ?? '', time3: at ?? '', phrase4: '已响应' }),
    link: toSubmitter,
    audience: '提交诉求的人',
    required: null,
    night: false,
    tab: 'notice',
    title: () => '诉求已响应',
    summary,
  },
  'complaint.closed': {
    template: '投诉处理结果通知',
    library: '46003',
    labels: ['编号', '事项', '处理结果', '时间'],
    keywords: ({ no, title, outcome, at }) => ({ character_string1: no ?? '', thing2: title ?? '', thing3: outcome ?? '', time4: at ?? '' }),
    link: toSubmitter,
    audience: '提交诉求的人',
    required: null,
    night: false,
    // It asks whether the matter is solved.
    tab: 'todo',
    title: () => '诉求已办结，请确认',
    summary: ({ title, outcome }) => [title, outcome].filter(Boolean).join(' · '),
  },
  // 受理登记 and what follows from it (成住建发〔2023〕62号 一(三)).
  'complaint.accepted': ownerNews('已受理', '诉求已受理'),
  // They wait for the owner's word: 同意 or 另约, 已解决 or 未解决.
  'complaint.proposed': ownerNews('请确认时间', '请确认办结时间', 'todo'),
  'complaint.unanswered': ownerNews('等您确认', '办结时间等您确认', 'todo'),
  'complaint.unjudged': ownerNews('请您评价', '办结结果等您评价', 'todo'),
  'complaint.outside': ownerNews('请走渠道', '诉求该找谁办理'),
  'complaint.referred': ownerNews('已转派', '诉求已转派'),
  'complaint.progress': ownerNews('有新进展', '诉求有新进展'),
  'complaint.agreed': staffNews('同意时间', { audience: '现在办理的人', night: false, rule: '成住建发〔2023〕62号 一(三)', heading: '业主同意办结时间' }),
  'complaint.declined': staffNews('请求另约', { audience: '现在办理的人', night: false, rule: '成住建发〔2023〕62号 一(三)', heading: '业主请求另约时间' }),
  'complaint.handed': staffNews('报告住建', { audience: '区（县）住建部门', night: true, rule: '成住建发〔2023〕62号 一(三)', heading: '诉求报告住建部门' }),
  'complaint.lying': staffNews('待转派', { audience: '区（县）住建部门', night: false, rule: '成住建发〔2023〕62号 三(二)', heading: '诉求待转其他部门' }),
  'complaint.returned': staffNews('部门退回', {
    audience: '区（县）住建部门、现在办理的人',
    night: false,
    rule: '成住建发〔2023〕62号 三(二)',
    heading: '诉求被部门退回',
  }),
  // Grid leaders have no account of their own: the street office, which leads them, is told. It reads no complaints, so all is in the message.
  'complaint.grid': {
    ...staffNews('非物业职责', { audience: '街道办（转小区网格长）', night: false, rule: '成住建发〔2023〕62号 一(三)', heading: '请转小区网格长' }),
    link: () => '/messages',
    tab: 'notice',
  },
  'complaint.supplemented': staffNews('补充说明', { audience: '现在办理的人', night: false, rule: '成住建发〔2023〕62号 一(四)', heading: '诉求有补充说明' }),
  'complaint.withdrawn': staffNews('已撤回', { audience: STAFF, night: false, rule: '成住建发〔2023〕62号 一(四)', heading: '诉求已撤回' }),
});
