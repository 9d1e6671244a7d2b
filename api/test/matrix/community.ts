import { communityRoutes } from '@wuye/shared/community';
import { fixturesOf, type Matrix } from './kit.js';

const here = (m: Matrix) => ({ params: { id: m.right.communityId }, marks: [m.right.communityId] });

export default fixturesOf('community', communityRoutes, {
  byCode: { call: (m) => ({ params: { code: String(m.world.cast.posters[0]?.code) } }) },
  poster: { call: here },
  followPoster: { call: here },
  // The edition is one for all: only the first replaces it, the others meet its new number.
  replacePoster: { call: (m) => ({ ...here(m), body: { version: 1, reason: 'lost' } }), answers: ['COMMUNITY.POSTER_REPLACED'] },
});
