import { z } from 'zod';
import { phone } from '../identity/index.js';
import { id, instant, pageOf, pageQuery, roles, route, scopeTypes, words } from '../kit/index.js';
import { appointable } from './offices.js';

const role = z.enum(appointable, { error: '请选择身份' });
const scopeId = z.string().min(1).max(26);
const name = words(2, 40, '请填写姓名');
const permissions = z.array(z.string().max(40)).max(60).nullable();

export const endReasons = ['dismissed', 'term', 'expired'] as const;
export type EndReason = (typeof endReasons)[number];

/** One office of one person, as those above them see it: name and phone masked. */
export const officeView = z.object({
  id,
  role: z.enum(roles),
  scopeType: z.enum(scopeTypes),
  scopeId: z.string(),
  scopeName: z.string(),
  name: z.string(),
  phone: z.string(),
  taken: z.boolean().describe('its holder proved the phone'),
  permissions: permissions.describe('features that it was given for; null: all of the role’s'),
  appointedAt: instant,
  appointedBy: z.string().describe('masked name; empty: the operator'),
  termEndsAt: instant.nullable(),
  takeUpUntil: instant.nullable().describe('an invitation ends then'),
  link: z.string().nullable().describe('of an invitation that waits'),
  endedAt: instant.nullable(),
  endedBy: z.string().describe('masked name; empty: nobody, or the operator'),
  endReason: z.enum(endReasons).nullable(),
});
export type OfficeView = z.output<typeof officeView>;

/** An office that the caller may give. */
export const duty = z.object({
  role,
  scopeType: z.enum(scopeTypes),
  single: z.boolean(),
  term: z.boolean(),
  invited: z.boolean(),
  permissions: z.array(z.object({ feature: z.string(), named: z.boolean() })),
});
export type Duty = z.output<typeof duty>;

/** A place within the caller's scope, and who holds the office there. */
export const placeView = z.object({ scopeId: z.string(), scopeName: z.string(), holders: z.array(officeView) });
export type PlaceView = z.output<typeof placeView>;

export const makeBody = z.object({
  role,
  scopeIds: z.array(scopeId).min(1, '请至少选一处').max(50, '一次最多选 50 处'),
  name,
  phone,
  permissions: permissions.default(null),
  lastDay: z.iso.date('请填写任期的最后一天').nullable().default(null).describe('of the term, where the office has one'),
});

export const inviteBody = z.object({
  creditCode: words(1, 40, '请填写统一社会信用代码'),
  companyName: words(2, 80, '请填写企业名称'),
  hotline: z
    .string()
    .trim()
    .regex(/^[\d+\- ]{5,20}$/, '请填写企业电话'),
  name,
  phone,
  reviewed: z.boolean().default(false).describe('the licence was looked at, though the check digit is wrong'),
});

export const editBody = z.object({ name, phone, permissions: permissions.default(null) });

/** What whoever opened an invitation's link sees. */
export const invitationView = z.object({
  companyName: z.string(),
  districtName: z.string(),
  name: z.string(),
  phone: z.string(),
  until: instant,
  state: z.enum(['open', 'taken', 'ended']),
});
export type InvitationView = z.output<typeof invitationView>;

const params = z.object({ id });
const common = ['ACCESS.DENIED', 'ACCESS.CONFIRM', 'APPOINT.NOT_FOUND', 'APPOINT.PLACE_UNKNOWN', 'APPOINT.SELF'];

export const appointmentRoutes = {
  duties: route({
    method: 'GET',
    path: '/appointments/duties',
    summary: 'The offices that I may give (权限管理)',
    access: 'appointment.read',
    response: z.object({ duties: z.array(duty) }),
    errors: ['ACCESS.DENIED'],
  }),
  places: route({
    method: 'GET',
    path: '/appointments/places',
    summary: 'The places within my scope, and who holds the office there',
    access: 'appointment.read',
    query: pageQuery.extend({ role, scopeId: scopeId.optional().describe('this one alone') }),
    response: pageOf(placeView),
    errors: ['ACCESS.DENIED'],
  }),
  history: route({
    method: 'GET',
    path: '/appointments/history',
    summary: 'Who appointed whom when at a place, the newest first',
    access: 'appointment.read',
    query: z.object({ role, scopeId }),
    response: z.object({ items: z.array(officeView) }),
    errors: ['ACCESS.DENIED', 'APPOINT.PLACE_UNKNOWN'],
  }),
  make: route({
    method: 'POST',
    path: '/appointments',
    summary: 'Appoint someone by name and phone, at one place or several',
    access: 'appointment.manage',
    body: makeBody,
    response: z.object({ items: z.array(officeView) }),
    status: 201,
    errors: [...common, 'APPOINT.SEAT_TAKEN', 'APPOINT.ALREADY', 'APPOINT.PERMISSION_UNKNOWN', 'APPOINT.TERM_INVALID', 'APPOINT.BY_INVITATION'],
  }),
  invite: route({
    method: 'POST',
    path: '/appointments/invitations',
    summary: 'Invite the head of a company (valid for seven days, for this phone alone)',
    access: 'appointment.manage',
    body: inviteBody,
    response: officeView,
    status: 201,
    errors: [...common, 'APPOINT.SEAT_TAKEN', 'APPOINT.CODE_DOUBTFUL'],
  }),
  edit: route({
    method: 'POST',
    path: '/appointments/:id/edit',
    summary: 'Correct name, phone or permissions; another phone has to be proved anew',
    access: 'appointment.manage',
    params,
    body: editBody,
    response: officeView,
    errors: [...common, 'APPOINT.ALREADY', 'APPOINT.PERMISSION_UNKNOWN'],
  }),
  dismiss: route({
    method: 'POST',
    path: '/appointments/:id/dismiss',
    summary: 'End an office (注销)',
    access: 'appointment.manage',
    params,
    response: officeView,
    errors: common,
  }),
  unbind: route({
    method: 'POST',
    path: '/appointments/:id/unbind',
    summary: 'Take the WeChat account off an office, to be taken up again (解除绑定)',
    access: 'appointment.manage',
    params,
    response: officeView,
    errors: common,
  }),
  resetAuthenticator: route({
    method: 'POST',
    path: '/appointments/:id/reset-authenticator',
    summary: 'Take off the authenticator of someone who lost it (重置动态口令)',
    access: 'appointment.manage',
    params,
    response: officeView,
    errors: common,
  }),
  invitation: route({
    method: 'GET',
    path: '/invitations/:code',
    summary: 'An invitation as whoever opened its link sees it',
    access: 'signed-in',
    params: z.object({ code: z.string().max(120) }),
    response: invitationView,
    errors: ['APPOINT.INVITATION_UNKNOWN'],
  }),
} as const;
