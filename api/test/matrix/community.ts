import { communityRoutes } from '@wuye/shared/community';
import { fixturesOf, type Matrix } from './kit.js';

const here = (m: Matrix) => ({ params: { id: m.right.communityId }, marks: [m.right.communityId] });

/** The edition whose code the city was seeded with: complaints come in by it. */
const firstEdition = (m: Matrix) => m.world.dataSource.query('UPDATE community SET poster_version = 1 WHERE id = ?', [m.right.communityId]);

export default fixturesOf('community', communityRoutes, {
  byCode: { call: (m) => ({ params: { code: String(m.world.cast.posters[0]?.code) } }) },
  poster: { call: here },
  followPoster: { call: here },
  replacePoster: {
    call: async (m) => {
      await firstEdition(m);
      return { ...here(m), body: { version: 1, reason: 'lost' } };
    },
    after: firstEdition,
  },
});
