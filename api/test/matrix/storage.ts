import { storageRoutes } from '@wuye/shared/storage';
import { Pieces, Upload } from '../../src/platform/storage/index.js';
import { newKey, photo, submit, upload } from '../acts.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';

/** A picture on its way, of the matrix's own person; `received` of its bytes have arrived. */
async function onItsWay(m: Matrix, bytes: Buffer, received = 0): Promise<Call> {
  const id = await m.insert('upload', {
    accountId: m.self.accountId,
    phoneKey: newKey(),
    bytes: bytes.length,
    received,
    pieces: 1,
    state: 'open',
    touchedAt: m.world.clock.now(),
  });
  const stays = () => m.world.dataSource.query('SELECT received, state, file_id FROM upload WHERE id = ?', [id]) as Promise<unknown>;
  return { params: { id, offset: '0' }, owner: m.self.accountId, stays };
}

/** Not theirs, and no word about whether it is anybody's; each of a hundred calls has begun one. */
const each = { answers: ['UPLOAD.NOT_FOUND'], after: (m: Matrix) => m.world.dataSource.manager.clear(Upload) };

export default fixturesOf('storage', storageRoutes, {
  beginUpload: { after: each.after, call: () => ({ body: { key: newKey(), bytes: 1000, type: 'image/jpeg' } }) },
  readUpload: { ...each, call: async (m) => onItsWay(m, await photo()) },
  sendPiece: {
    ...each,
    call: async (m) => {
      const bytes = await photo();
      return { ...(await onItsWay(m, bytes)), bytes };
    },
  },
  completeUpload: {
    ...each,
    call: async (m) => {
      const bytes = await photo();
      const call = await onItsWay(m, bytes, bytes.length);
      await m.world.app.get(Pieces).put(String(call.params?.id), 0, bytes);
      return call;
    },
  },
  dropUpload: { ...each, call: async (m) => onItsWay(m, await photo()) },
  read: {
    // The picture of a complaint: who may see the one may see the other.
    action: 'complaint.read',
    call: async (m) => {
      const id = await upload(m.self.browser);
      await submit(m.world, m.self.browser, { pictures: [id] });
      return { params: { id }, owner: m.self.accountId };
    },
  },
});
