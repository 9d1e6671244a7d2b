import { z } from 'zod';
import { route } from '../kit/index.js';

/** What `wx.config` is given, and where the SDK itself is loaded from. */
export const jssdkConfig = z.object({
  appId: z.string(),
  timestamp: z.number().int().describe('seconds'),
  nonceStr: z.string(),
  signature: z.string(),
  script: z.string().describe('the address of the SDK that the pages may load'),
});
export type JsSdkConfig = z.output<typeof jssdkConfig>;

export const wechatRoutes = {
  signPage: route({
    method: 'POST',
    path: '/wechat/signature',
    summary: "Sign a page of ours for WeChat's JS-SDK",
    // Every page that asks has a session; so nobody else can make the platform sign, and no limit is needed: it costs one hash.
    access: 'signed-in',
    body: z.object({
      url: z.string().max(2000).describe('of the page, on iOS the one that was loaded first; what stands behind # is left out'),
      refused: z.boolean().default(false).describe('WeChat refused the last signature: perhaps its ticket is no longer good'),
    }),
    response: jssdkConfig,
    errors: ['WECHAT.URL_FOREIGN', 'WECHAT.AWAY'],
  }),
} as const;
