import { existsSync } from 'node:fs';
import { boardRoutes } from '@wuye/shared/board';
import { HangingTerms } from '../../src/board/index.js';
import { upload } from '../acts.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';

const line = { phone: '028-80000000', from: '09:00', to: '18:00' };
const here = (m: Matrix): Call => ({ params: { id: m.right.communityId }, marks: [m.right.communityId] });

const versionOf = async (m: Matrix, table: string, key: string, id: string): Promise<number> =>
  ((await m.world.dataSource.query(`SELECT version FROM ${table} WHERE ${key} = ?`, [id])) as { version: number }[])[0]?.version ?? 0;

/** A term in the right community that has run out. */
async function overdue(m: Matrix): Promise<Call> {
  await m.world.app.get(HangingTerms).run(m.world.clock.now());
  const past = new Date(m.world.clock.now().getTime() - 86_400_000);
  await m.world.dataSource.getRepository('board_hanging').update({ communityId: m.right.communityId }, { dueAt: past, hungAt: null });
  return { query: { state: 'overdue' }, marks: [m.right.communityId] };
}

export default fixturesOf('board', boardRoutes, {
  readBoard: { call: here },
  boardPdf: {
    call: (m) => ({ ...here(m), query: { kind: 'poster' } }),
    answers: ['BOARD.NO_FONT'],
    // Where no Chinese font is installed nobody gets a PDF.
    ...(!existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') && { nobody: 'no Chinese font here' }),
  },
  editBoard: {
    call: async (m) => ({ ...here(m), body: { version: await versionOf(m, 'board', 'community_id', m.right.communityId), project: line, company: line } }),
  },
  editBureau: {
    call: async (m) => ({ ...here(m), body: { version: await versionOf(m, 'board_bureau', 'district_code', m.right.scopeIds.district), line } }),
  },
  hangBoard: {
    call: async (m, { browser }) => {
      const [row] = (await m.world.dataSource.query('SELECT poster_version FROM community WHERE id = ?', [m.right.communityId])) as {
        poster_version: number;
      }[];
      return { ...here(m), body: { edition: row?.poster_version, pictures: [await upload(browser)] } };
    },
    after: (m) => m.world.dataSource.query('DELETE FROM board_hanging'),
  },
  hangings: { list: true, call: overdue },
});
