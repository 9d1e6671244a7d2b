import { z } from 'zod';
import { defineErrors, instant, route } from '../kit/index.js';

export const securityErrors = defineErrors({
  'SECURITY.NO_OFFICE': { status: 409, title: '您现在没有需要二次验证的身份。' },
  'SECURITY.CODE_WRONG': { status: 422, title: '动态口令不对或已用过，请等下一个再试。' },
  'SECURITY.TOO_MANY': { status: 429, title: '试的次数太多了，请 {minutes} 分钟后再试，或改用短信验证码。' },
  'SECURITY.NOT_ENROLLED': { status: 409, title: '还没有绑定动态口令，请用短信验证码。' },
  'SECURITY.ENROLLED': { status: 409, title: '已经绑定了动态口令。要换手机，请先解除。' },
});

/** The two ways to prove again who one is. */
export const confirmWays = ['sms', 'totp'] as const;
export type ConfirmWay = (typeof confirmWays)[number];

export const confirmState = z.object({
  confirmedUntil: instant.nullable().describe('sensitive acts need no proof until then'),
  phone: z.string().nullable().describe('masked: where the SMS code goes; null for who has no office'),
  authenticator: z.boolean(),
});
export type ConfirmState = z.output<typeof confirmState>;

const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, '请填写 6 位数字');

export const securityRoutes = {
  readConfirm: route({
    method: 'GET',
    path: '/session/confirm',
    summary: 'Whether this session proved a second factor, and how it can',
    access: 'signed-in',
    response: confirmState,
  }),
  sendConfirmCode: route({
    method: 'POST',
    path: '/session/confirm/sms',
    summary: 'Send a code to the phone that my office is registered with',
    access: 'signed-in',
    response: z.object({ resendAfter: z.number().int().describe('seconds') }),
    status: 201,
    errors: ['SECURITY.NO_OFFICE', 'SMS.TOO_SOON', 'SMS.TOO_MANY', 'SMS.NOT_SENT'],
  }),
  confirm: route({
    method: 'POST',
    path: '/session/confirm',
    summary: 'Prove the second factor: sensitive acts are open for 15 minutes',
    access: 'signed-in',
    body: z.object({ way: z.enum(confirmWays), code }),
    response: confirmState,
    errors: ['SECURITY.NO_OFFICE', 'SMS.CODE_WRONG', 'SMS.CODE_EXPIRED', 'SECURITY.CODE_WRONG', 'SECURITY.TOO_MANY', 'SECURITY.NOT_ENROLLED'],
  }),
  startAuthenticator: route({
    method: 'POST',
    path: '/session/authenticator',
    summary: 'Begin to enrol an authenticator (绑定动态口令)',
    access: 'signed-in',
    response: z.object({ uri: z.string(), secret: z.string().describe('base32, for typing'), svg: z.string() }),
    status: 201,
    errors: ['ACCESS.CONFIRM', 'SECURITY.NO_OFFICE', 'SECURITY.ENROLLED'],
  }),
  activateAuthenticator: route({
    method: 'POST',
    path: '/session/authenticator/activate',
    summary: 'The first code of the app: from now on it counts',
    access: 'signed-in',
    body: z.object({ code }),
    response: confirmState,
    errors: ['ACCESS.CONFIRM', 'SECURITY.CODE_WRONG', 'SECURITY.TOO_MANY', 'SECURITY.NOT_ENROLLED'],
  }),
  endAuthenticator: route({
    method: 'DELETE',
    path: '/session/authenticator',
    summary: 'Take my authenticator off',
    access: 'signed-in',
    response: confirmState,
    errors: ['ACCESS.CONFIRM', 'SECURITY.NOT_ENROLLED'],
  }),
} as const;
