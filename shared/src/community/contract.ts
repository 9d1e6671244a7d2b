import { z } from 'zod';
import { defineAccess, defineErrors, id, route } from '../kit/index.js';

export const communityErrors = defineErrors({
  'COMMUNITY.CODE_INVALID': { status: 410, title: '二维码已失效，请选小区，或扫小区门口的新海报。' },
  'COMMUNITY.NOT_FOUND': { status: 404, title: '没有找到这个小区。' },
});

/** Who may print the community's poster [HZ 三: the company posts it]. */
export const communityAccess = defineAccess({
  'community.poster': { roles: ['project_manager', 'company_head', 'district_officer', 'city_officer'] },
});

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
    summary: "A community's poster: its link and the QR picture",
    access: 'community.poster',
    params: z.object({ id }),
    response: communityView.extend({ url: z.string(), svg: z.string() }),
    errors: ['COMMUNITY.NOT_FOUND', 'ACCESS.DENIED'],
  }),
} as const;
