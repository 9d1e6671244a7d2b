import { z } from 'zod';
import { defineErrors, id, instant, route } from '../kit/index.js';

export const communityErrors = defineErrors({
  'COMMUNITY.CODE_INVALID': { status: 410, title: '二维码已失效，请选小区，或扫小区门口的新海报。' },
  'COMMUNITY.NOT_FOUND': { status: 404, title: '没有找到这个小区。' },
  'COMMUNITY.POSTER_REPLACED': { status: 409, title: '刚刚有人换过这个小区的二维码，请刷新后看新的公示牌。' },
});

/** Why a poster's code is replaced: kept with who did it. */
export const posterReasons = ['lost', 'covered', 'misused', 'handover'] as const;
export type PosterReason = (typeof posterReasons)[number];
export const posterReasonNames: Record<PosterReason, string> = {
  lost: '海报丢失、被撕或损坏',
  covered: '二维码被覆盖或冒用',
  misused: '有人用旧二维码乱报',
  handover: '更换物业企业',
};

/** Why WeChat did not give a code that also leads to following. */
export const followReasons = ['not_permitted', 'quota', 'full', 'setting', 'away'] as const;
export type FollowReason = (typeof followReasons)[number];
export const followReasonNames: Record<FollowReason, string> = {
  not_permitted: '公众号没有带参数二维码的权限，请管理员在公众平台开通。',
  quota: '公众号今天生成二维码的次数已用完，明天再试。',
  full: '公众号的永久二维码已满 10 万个，请联系平台管理员。',
  setting: '公众号的设置有误，请联系平台管理员。',
  away: '微信暂时没有回应，请稍后重试。',
};

/**
 * The poster's second code, by way of the account. Nothing set: nobody asked for it yet. `retryAt` alone: it is being made.
 * With a reason: WeChat did not give it, and is asked again from `retryAt` on.
 */
export const posterFollow = z.object({
  svg: z.string().nullable(),
  reason: z.enum(followReasons).nullable(),
  retryAt: instant.nullable(),
});
export type PosterFollow = z.output<typeof posterFollow>;

/** What [换新二维码] asks: the edition that is meant, so that two people at once replace one code once, and why. */
export const replacePoster = z.object({ version: z.number().int().min(1), reason: z.enum(posterReasons, { error: '请选为什么换新二维码。' }) });

/** What anyone who scanned the poster sees of a community. */
export const communityView = z.object({
  id,
  name: z.string(),
  districtName: z.string(),
  address: z.string(),
  companyName: z.string(),
  servicePhone: z.string().describe('24 h service desk'),
});
export type CommunityView = z.output<typeof communityView>;

/** What hangs at the gate: the signed link as a picture, its edition, and the code that also leads to following. */
export const posterView = communityView.extend({
  url: z.string(),
  svg: z.string(),
  version: z.number().int().describe('edition: raised when the code is replaced'),
  follow: posterFollow,
});
export type PosterView = z.output<typeof posterView>;

export const communityRoutes = {
  byCode: route({
    method: 'GET',
    path: '/communities/by-code/:code',
    summary: 'The community of a poster code',
    access: { public: 'the code is signed, and the poster hangs at the gate' },
    params: z.object({ code: z.string().max(100) }),
    response: communityView,
    errors: ['COMMUNITY.CODE_INVALID'],
  }),
  poster: route({
    method: 'GET',
    path: '/communities/:id/poster',
    summary: "A community's poster: its link, its QR pictures and their edition",
    access: 'community.poster',
    params: z.object({ id }),
    response: posterView,
    errors: ['COMMUNITY.NOT_FOUND', 'ACCESS.DENIED'],
  }),
  followPoster: route({
    method: 'POST',
    path: '/communities/:id/poster/follow',
    summary: 'Have WeChat make the code that also leads to following; asked again only from `retryAt` on',
    access: 'community.poster',
    params: z.object({ id }),
    response: posterFollow,
    errors: ['COMMUNITY.NOT_FOUND', 'ACCESS.DENIED'],
  }),
  replacePoster: route({
    method: 'POST',
    path: '/communities/:id/poster/replace',
    summary: 'Replace the codes: old posters stop working at once, for good (换新二维码)',
    access: 'community.replacePoster',
    params: z.object({ id }),
    body: replacePoster,
    response: z.object({ version: z.number().int() }),
    errors: ['COMMUNITY.NOT_FOUND', 'COMMUNITY.POSTER_REPLACED', 'ACCESS.DENIED'],
  }),
} as const;
