import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { communityRoutes as routes } from '@wuye/shared/community';
import { type InputOf, route } from '@wuye/shared/kit';
import { isProblem } from '../platform/errors/index.js';
import { type Context, Endpoint, type SignedIn } from '../platform/http/index.js';
import { Communities } from './communities.js';
import { Posters } from './posters.js';

/** Where a scanned poster leads: short, outside /api, checked on the server before the H5 opens. */
const scan = route({
  method: 'GET',
  path: '/q/:code',
  summary: 'A scanned poster (redirect to 业主有话说)',
  access: { public: 'the code is signed, and the poster hangs at the gate' },
  params: z.object({ code: z.string().max(100) }),
  status: 302,
});

@Controller()
export class CommunityController {
  constructor(
    private readonly communities: Communities,
    private readonly posters: Posters,
  ) {}

  @Endpoint(scan)
  async scan({ http }: Context, { params }: InputOf<typeof scan>) {
    const community = await this.communities.byCode(params.code);
    void http.reply.redirect(isProblem(community) ? `/h5/say?problem=${community.code}` : `/h5/say?code=${encodeURIComponent(params.code)}`, 302);
  }

  @Endpoint(routes.byCode)
  byCode(_context: Context, { params }: InputOf<typeof routes.byCode>) {
    return this.communities.byCode(params.code);
  }

  @Endpoint(routes.poster)
  poster(context: SignedIn, { params }: InputOf<typeof routes.poster>) {
    return this.posters.view(context, params.id);
  }

  @Endpoint(routes.followPoster)
  followPoster(context: SignedIn, { params }: InputOf<typeof routes.followPoster>) {
    return this.posters.makeFollow(context, params.id);
  }

  @Endpoint(routes.replacePoster)
  replacePoster(context: SignedIn, input: InputOf<typeof routes.replacePoster>) {
    return this.posters.replace(context, input);
  }
}
