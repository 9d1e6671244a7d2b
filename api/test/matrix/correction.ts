import { correctionRoutes } from '@wuye/shared/correction';
import { newId } from '../../src/platform/database/index.js';
import { upload } from '../acts.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';
import { insertApplication, insertTitle } from './kit.subjects.js';

const SUBJECT = { name: '证人乙', idType: 'resident', idNumber: '440524188001010014', idNumberRaw: null, nationality: null };
const WORDS = '产权证上是旧楼名';

/** A row without a house, or of a house of the right community under another name. */
const title = (m: Matrix, placed: boolean) => insertTitle(m, placed ? { ...SUBJECT, name: '证人以' } : SUBJECT, placed);

/** A correction of the matrix's own person in the right community. */
async function made(m: Matrix): Promise<Call> {
  const { vault, clock, dataSource } = m.world;
  const [place] = (await dataSource.query('SELECT district_code FROM community WHERE id = ?', [m.right.communityId])) as { district_code: string }[];
  const id = await m.insert('correction', {
    accountId: m.self.accountId,
    applicationId: newId(clock.now()),
    kind: 'house',
    state: 'submitted',
    subject: vault.seal('correction.subject', JSON.stringify({ ...SUBJECT, phone: '13970008888' })),
    communityId: m.right.communityId,
    districtCode: place?.district_code,
    community: '华阳小区',
    building: '9栋',
    house: '1单元101',
    words: vault.seal('correction.words', WORDS),
    pictures: [],
    submittedAt: clock.now(),
    dueAt: clock.now(),
  });
  return { params: { id }, owner: m.self.accountId, marks: [id, WORDS] };
}

const idAlone = async (m: Matrix): Promise<Call> => {
  const call = await made(m);
  return { ...call, marks: [call.params?.id ?? ''] };
};
const filled = (m: Matrix, titleId: string) => ({ titleId, communityId: m.right.communityId, building: '9栋', house: '1单元101', area: 8950 });

export default fixturesOf('correction', correctionRoutes, {
  submitCorrection: {
    call: async (m, actor) => ({
      owner: actor.accountId,
      body: {
        application: await insertApplication(m, actor, SUBJECT, 'houses'),
        communityId: m.right.communityId,
        districtCode: null,
        community: '华阳小区',
        building: '9栋',
        house: '1单元101',
        pictures: [await upload(actor.browser)],
      },
    }),
  },
  correctionPlaces: { call: () => ({ query: { q: '华阳' } }) },
  myCorrections: { call: idAlone },
  workCorrections: { list: true, call: idAlone },
  readCorrection: { call: made },
  fillHouse: { call: async (m) => ({ ...(await made(m)), body: filled(m, await title(m, false)) }) },
  amendTitle: { call: async (m) => ({ ...(await made(m)), body: { titleId: await title(m, true) } }) },
  refuseCorrection: { call: async (m) => ({ ...(await made(m)), body: { reason: '请先办理产权登记' } }) },
});
