import { z } from 'zod';
import { identityRoutes } from '../identity/index.js';
import { id, instant, pageOf, pageQuery, revealReasons, roles, route } from '../kit/index.js';
import { holdingKeys } from './holdings.js';
import { consentDocuments } from './texts.js';

export const holdingView = z.object({
  key: z.enum(holdingKeys),
  count: z.number().int(),
  values: z.array(z.object({ label: z.string(), value: z.string().describe('masked') })),
});
export type HoldingView = z.output<typeof holdingView>;

export const privacyView = z.object({
  holdings: z.array(holdingView).describe('what is held of the caller, by category'),
  offices: z.array(z.object({ role: z.enum(roles), scopeName: z.string() })).describe('held now: to be given up before erasing'),
  auditDays: z.number().int().describe('how long the audit log is kept'),
});
export type PrivacyView = z.output<typeof privacyView>;

export const consentView = z.object({
  document: z.enum(consentDocuments),
  version: z.string(),
  at: instant.describe('when this version was agreed to first'),
  withdrawnAt: instant.nullable(),
});
export type ConsentView = z.output<typeof consentView>;
const consents = z.object({ items: z.array(consentView).describe('newest first') });

/** One look at the caller's data: who, in which office, at what, why. */
export const lookView = z.object({
  id,
  at: instant,
  action: z.string(),
  subject: z.string(),
  role: z.enum(roles).nullable(),
  name: z.string().describe('masked; empty where they are gone'),
  reason: z.enum(revealReasons).nullable(),
  words: z.string(),
});
export type LookView = z.output<typeof lookView>;

/** What each action that shows someone's data is called in 谁看过我的信息; others are listed as 查看信息. */
export const lookNames: Readonly<Record<string, string>> = {
  'complaint.contact': '查看了您诉求里的电话',
  'certificate.look-up': '按证件号码查看了您的线下认证申请和照片',
  'certificate.done': '办理了您的线下认证',
  'certificate.returned': '退回了您的线下认证申请，请您补充',
  'correction.read': '查看了您提交的更正和照片',
  'correction.filled': '答复了您的更正：补入房屋',
  'correction.amended': '答复了您的更正：改正登记',
  'correction.refused': '答复了您的更正：不予更正',
  'privacy.export': '导出了自己的信息',
  'person.phone': '更换了手机号码',
};

export const privacyRoutes = {
  readPrivacy: route({ method: 'GET', path: '/me/privacy', summary: 'What is held of the caller, masked (查看)', access: 'signed-in', response: privacyView }),
  exportPrivacy: route({
    method: 'GET',
    path: '/me/privacy/export',
    summary: 'All of it in full as one JSON file (导出)',
    access: 'signed-in',
    proven: true,
    errors: ['REQUEST.TOO_MANY'],
  }),
  erase: route({
    method: 'POST',
    path: '/me/privacy/erase',
    summary: 'Erase the caller (注销): data goes at once, every session ends',
    access: 'signed-in',
    proven: true,
    body: z.object({ confirm: z.literal('注销', '请先确认注销') }),
    status: 204,
    errors: ['PRIVACY.OFFICE_HELD'],
  }),
  changePhone: route({
    method: 'POST',
    path: '/me/phone',
    summary: 'Another phone, proved by SMS (更正)',
    access: 'signed-in',
    proven: true,
    body: identityRoutes.claimRole.body!.pick({ phone: true, smsCode: true }),
    response: z.object({ phone: z.string().describe('masked') }),
    errors: ['PRIVACY.NO_PERSON', 'SMS.CODE_WRONG', 'SMS.CODE_EXPIRED'],
  }),
  consents: route({ method: 'GET', path: '/me/consents', summary: 'What the caller agreed to, by version', access: 'signed-in', response: consents }),
  withdrawConsent: route({
    method: 'POST',
    path: '/me/consents/:document/withdraw',
    summary: 'Take a consent back (撤回同意)',
    access: 'signed-in',
    proven: true,
    params: z.object({ document: z.enum(consentDocuments) }),
    response: consents,
    errors: ['PRIVACY.CONSENT_NOT_GIVEN', 'PRIVACY.CONSENT_IS_ACCOUNT'],
  }),
  looks: route({
    method: 'GET',
    path: '/me/looks',
    summary: 'Who looked at the caller’s data (谁看过我的信息), newest first',
    access: 'signed-in',
    query: pageQuery,
    response: pageOf(lookView),
  }),
} as const;
