import { z } from 'zod';
import { id, instant, roles, route, scopeTypes } from '../kit/index.js';
import { checkedOwner, ownerFields } from './papers.js';
import { checkPhone } from './phone.js';

/** Version of the 用户协议 that is shown and recorded with each consent. */
export const AGREEMENT_VERSION = '2026-11';
/** Version of the separate consent to the use of face data (个人信息保护法 29). */
export const FACE_CONSENT_VERSION = '2026-11';

/** How an owner's identity was certified; `none` may look but not vote [SZ-O 1]. */
export const certifications = ['none', 'face', 'offline'] as const;
export type Certification = (typeof certifications)[number];

/** A mainland mobile, Hong Kong or Macau number, in its normalised form after parsing. */
export const phone = z
  .string()
  .max(40)
  .transform((value) => checkPhone(value))
  .refine((result) => result.valid, '手机号码不正确，请核对 11 位号码')
  .transform((result) => (result.valid ? result.normalized : ''));

const smsCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/, '请填写 6 位短信验证码');

export const grant = z.object({
  role: z.enum(roles),
  scopeType: z.enum(scopeTypes),
  scopeId: z.string(),
  scopeName: z.string(),
  only: z.array(z.string()).readonly().optional().describe('features that it was given for; all that the role may do, when left out'),
});

export const sessionView = z.object({
  account: z.object({ id }),
  /** Null until a home is bound or a role is claimed. Name and phone come masked. */
  person: z.object({ name: z.string(), phone: z.string(), certified: z.enum(certifications) }).nullable(),
  roles: z.array(grant),
  communities: z.array(z.object({ id, name: z.string(), code: z.string().describe('signed poster code, for 业主有话说') })),
  unread: z.number().int().describe('messages not read yet; at most 100'),
  proven: z.boolean().describe('false on a device where the registered phone was not proved yet: offices do not count'),
});
export type SessionView = z.output<typeof sessionView>;

const houseView = z.object({
  id,
  communityId: id,
  communityName: z.string(),
  name: z.string().describe('e.g. 3栋2单元501'),
  area: z.number().int().describe('exclusive area in 0.01 m²'),
});
export type HouseView = z.output<typeof houseView>;

/** Where a binding stands: the next thing the person does. */
export const bindingSteps = ['face', 'register', 'houses', 'done'] as const;
export const bindingApplication = z.object({
  id,
  step: z.enum(bindingSteps),
  purpose: z.enum(['bind', 'certify']).describe('certify: the face check alone, for who is bound already (+身份认证)'),
  face: z.boolean().describe('whether the face check belongs to it; other papers than the mainland card go without'),
  houses: z.array(houseView).describe('offered once the register has answered'),
  turn: z
    .object({ place: z.number().int().describe('1: next'), seconds: z.number().int().describe('until the answer is likely there') })
    .nullable()
    .describe('its place in the queue before the register (查询排队中，位置已保留)'),
});
export type BindingApplication = z.output<typeof bindingApplication>;

export const bindingResult = z.object({
  person: z.object({ name: z.string(), idNumber: z.string(), certified: z.enum(certifications) }).nullable(),
  houses: z.array(houseView.extend({ boundAt: instant })),
});
export type BindingResult = z.output<typeof bindingResult>;

const applicationParams = z.object({ id });

export const identityRoutes = {
  startSession: route({
    method: 'GET',
    path: '/session/start',
    summary: 'Begin signing in through WeChat (redirect)',
    access: { public: 'nobody is signed in yet' },
    query: z.object({ to: z.string().max(1000).optional(), again: z.literal('1').optional().describe('a second try, after WeChat refused the first code') }),
    status: 302,
    errors: ['REQUEST.TOO_MANY'],
  }),
  finishSession: route({
    method: 'GET',
    path: '/session/callback',
    summary: 'Where WeChat sends the browser back to (redirect)',
    access: { public: 'nobody is signed in yet; the one-time state is checked' },
    query: z.object({ code: z.string().max(200).optional(), state: z.string().max(200).optional() }),
    status: 302,
    errors: ['SESSION.STATE_INVALID', 'SESSION.CODE_INVALID', 'SESSION.SNAPSHOT_USER', 'SESSION.WECHAT_AWAY'],
  }),
  readSession: route({ method: 'GET', path: '/session', summary: 'Who is signed in', access: 'signed-in', response: sessionView }),
  endSession: route({ method: 'DELETE', path: '/session', summary: 'Sign out on this device', access: 'signed-in', status: 204 }),
  drawCaptcha: route({
    method: 'POST',
    path: '/captchas',
    summary: 'A new picture captcha',
    access: 'signed-in',
    response: z.object({ id, svg: z.string() }),
    status: 201,
    errors: ['REQUEST.TOO_MANY'],
  }),
  hearCaptcha: route({
    method: 'GET',
    path: '/captchas/:id/speech',
    summary: 'The captcha for the ear: digits read out (WAV), once',
    access: 'signed-in',
    params: z.object({ id }),
    errors: ['CAPTCHA.SPOKEN'],
  }),
  sendSmsCode: route({
    method: 'POST',
    path: '/sms-codes',
    summary: 'Send a one-time code by SMS',
    access: 'signed-in',
    body: z.object({ phone, captchaId: id, captcha: z.string().trim().min(1, '请填写图形验证码').max(10) }),
    response: z.object({ resendAfter: z.number().int().describe('seconds') }),
    status: 201,
    errors: ['CAPTCHA.WRONG', 'SMS.TOO_SOON', 'SMS.TOO_MANY', 'SMS.NOT_SENT'],
  }),
  startBinding: route({
    method: 'POST',
    path: '/bindings',
    summary: 'Apply to bind homes with the paper of the title certificate (业主身份绑定)',
    access: 'signed-in',
    body: checkedOwner(z.object({ ...ownerFields, phone, smsCode, agreement: z.string().max(20), sharing: z.string().max(20).optional() })),
    response: bindingApplication,
    status: 201,
    errors: ['BIND.AGREEMENT_OLD', 'SMS.CODE_WRONG', 'SMS.CODE_EXPIRED'],
  }),
  startCertificate: route({
    method: 'POST',
    path: '/bindings/certificate',
    summary: 'Begin the face check that a bound owner lacks (+身份认证)',
    access: 'signed-in',
    response: bindingApplication,
    status: 201,
    errors: ['BIND.NOT_BOUND', 'BIND.CERTIFIED', 'BIND.FACE_PAPER'],
  }),
  readBindingApplication: route({
    method: 'GET',
    path: '/bindings/:id',
    summary: 'Where this application stands',
    access: 'identity.bind',
    params: applicationParams,
    response: bindingApplication,
    errors: ['BIND.NOT_FOUND', 'BIND.NO_TITLE', 'BIND.HOUSE_MISSING'],
  }),
  startFace: route({
    method: 'POST',
    path: '/bindings/:id/face',
    summary: 'Begin the face check, with separate consent',
    access: 'identity.bind',
    params: applicationParams,
    body: z.object({ consent: z.string().max(20) }),
    response: z.object({
      page: z.string().nullable().describe('where the browser goes for the face check without the JS-SDK; null where only that can start it'),
      verifyId: z.string().nullable().describe("for wx.requestFacialVerify inside WeChat; null where the provider's page is all there is"),
    }),
    errors: ['BIND.NOT_FOUND', 'BIND.STEP_WRONG', 'BIND.AGREEMENT_OLD', 'BIND.FACE_UNSUPPORTED', 'BIND.FACE_EXHAUSTED', 'SESSION.WECHAT_AWAY'],
  }),
  finishFace: route({
    method: 'POST',
    path: '/bindings/:id/face/result',
    summary: "Ask for the face result; the browser's word is not taken",
    access: 'identity.bind',
    params: applicationParams,
    response: bindingApplication,
    errors: [
      'BIND.NOT_FOUND',
      'BIND.STEP_WRONG',
      'BIND.FACE_FAILED',
      'BIND.FACE_EXHAUSTED',
      'BIND.FACE_CANCELLED',
      'BIND.FACE_UNSUPPORTED',
      'BIND.FACE_PENDING',
      'BIND.NO_TITLE',
      'BIND.HOUSE_MISSING',
      'SESSION.WECHAT_AWAY',
    ],
  }),
  confirmBinding: route({
    method: 'POST',
    path: '/bindings/:id/confirm',
    summary: 'Bind the chosen houses (提交绑定)',
    access: 'identity.bind',
    proven: true,
    params: applicationParams,
    body: z.object({ houseIds: z.array(id).min(1, '请至少选一套房屋').max(50) }),
    response: bindingResult,
    errors: [
      'BIND.NOT_FOUND',
      'BIND.STEP_WRONG',
      'BIND.ASKED_AGAIN',
      'BIND.HOUSE_NOT_OFFERED',
      'BIND.NO_TITLE',
      'BIND.HOUSE_MISSING',
      'BIND.TAKEN',
      'BIND.OTHER_PERSON',
    ],
  }),
  readBindings: route({ method: 'GET', path: '/bindings', summary: 'My bound homes', access: 'signed-in', response: bindingResult }),
  endBindings: route({
    method: 'DELETE',
    path: '/bindings',
    summary: 'Unbind all my homes (解除所有绑定)',
    access: 'signed-in',
    proven: true,
    response: bindingResult,
  }),
  leaveHouse: route({
    method: 'DELETE',
    path: '/bindings/houses/:houseId',
    summary: 'Unbind one of my homes (解除绑定)',
    access: 'signed-in',
    proven: true,
    params: z.object({ houseId: id }),
    response: bindingResult,
    errors: ['BIND.HOUSE_NOT_BOUND'],
  }),
  claimRole: route({
    method: 'POST',
    path: '/roles',
    summary: 'Take up the roles registered under a phone number (身份认证)',
    access: 'identity.claim-role',
    body: z.object({ role: z.enum(roles), phone, smsCode }),
    response: sessionView,
    errors: ['ROLE.NOT_REGISTERED', 'ROLE.EXPIRED', 'SMS.CODE_WRONG', 'SMS.CODE_EXPIRED'],
  }),
} as const;
