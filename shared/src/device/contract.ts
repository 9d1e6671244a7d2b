import { z } from 'zod';
import { sessionView } from '../identity/index.js';
import { defineErrors, id, instant, route } from '../kit/index.js';

export const deviceErrors = defineErrors({
  'DEVICE.NOT_FOUND': { status: 404, title: '这台设备已经退出了，请刷新后再看。' },
  'DEVICE.NO_PHONE': { status: 409, title: '还没有登记的手机号，请先绑定房屋或认证身份。' },
});

/** One signed-in browser. Neither its address nor where it is are kept. */
export const deviceSession = z.object({
  id,
  current: z.boolean(),
  device: z.string().describe('as its owner would call it, e.g. 苹果手机·微信'),
  proven: z.boolean().describe('the registered phone was proved on it'),
  signedInAt: instant,
  seenAt: instant.describe('to the hour'),
});
export type DeviceSession = z.output<typeof deviceSession>;
const deviceSessions = z.object({ sessions: z.array(deviceSession).describe('this one first, then the last seen') });
export type DeviceSessions = z.output<typeof deviceSessions>;

export const deviceRoutes = {
  sessions: route({ method: 'GET', path: '/sessions', summary: 'Where I am signed in (登录设备)', access: 'signed-in', response: deviceSessions }),
  endOne: route({
    method: 'DELETE',
    path: '/sessions/:id',
    summary: 'Sign out on one of my devices',
    access: 'signed-in',
    proven: true,
    params: z.object({ id }),
    response: deviceSessions,
    errors: ['DEVICE.NOT_FOUND'],
  }),
  endOthers: route({
    method: 'DELETE',
    path: '/sessions',
    summary: 'Sign out on all my other devices',
    access: 'signed-in',
    proven: true,
    response: deviceSessions,
  }),
  sendProof: route({
    method: 'POST',
    path: '/session/proof/sms',
    summary: 'Send a code to my registered phone, to prove a new device',
    access: 'signed-in',
    response: z.object({ phone: z.string().describe('masked'), resendAfter: z.number().int().describe('seconds') }),
    status: 201,
    errors: ['DEVICE.NO_PHONE', 'SMS.TOO_SOON', 'SMS.TOO_MANY', 'SMS.NOT_SENT'],
  }),
  prove: route({
    method: 'POST',
    path: '/session/proof',
    summary: 'Prove this device by the code',
    access: 'signed-in',
    body: z.object({
      smsCode: z
        .string()
        .trim()
        .regex(/^\d{6}$/, '请填写 6 位短信验证码'),
    }),
    response: sessionView,
    errors: ['DEVICE.NO_PHONE', 'SMS.CODE_WRONG', 'SMS.CODE_EXPIRED'],
  }),
} as const;
