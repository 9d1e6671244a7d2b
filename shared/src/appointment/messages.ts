import { defineMessages, type MessageKind } from '../kit/index.js';

type Data = Record<string, string>;

/** 身份变更通知: who was appointed, and whose office ended. `title` is the office, `community` its place. */
const change = (status: string, rest: Pick<MessageKind, 'link' | 'audience' | 'required'> & { heading: string; tab: 'todo' | 'notice' }) => ({
  template: '身份变更通知',
  library: '46005',
  labels: ['身份', '范围', '变更', '时间'],
  keywords: ({ title, community, at }: Data) => ({ thing1: title ?? '', thing2: community ?? '', phrase3: status, time4: at ?? '' }),
  link: rest.link,
  audience: rest.audience,
  required: rest.required,
  night: false,
  tab: rest.tab,
  title: () => rest.heading,
  summary: ({ title, community }: Data) => [title, community].filter(Boolean).join(' · '),
});

/** Someone else entered their name and phone: they are told (个人信息保护法 17), also of what changes. */
const told = (subject: string) => ({ rule: '个人信息保护法 第十七条', sms: ({ title }: Data) => ({ subject, title: title ?? '' }) });

export const appointmentMessages = defineMessages({
  'appointment.made': change('待认领', {
    heading: '您有新的身份',
    tab: 'todo',
    link: () => '/role',
    audience: '被任命的人',
    required: told('您有新的身份'),
  }),
  'appointment.ended': change('已注销', {
    heading: '身份已注销',
    tab: 'notice',
    link: () => '/me',
    audience: '被注销、解除绑定或任期届满的人',
    required: told('身份已注销'),
  }),
  'appointment.term': change('将届满', {
    heading: '任期将届满',
    tab: 'todo',
    link: () => '/appoint',
    audience: '所在街道办，没有街道办人员的为区主管部门',
    required: null,
  }),
});
