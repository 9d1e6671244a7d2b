import { storageRoutes } from '@wuye/shared/storage';
import { photo, submit, upload } from '../acts.js';
import { fixturesOf } from './kit.js';

export default fixturesOf('storage', storageRoutes, {
  upload: { call: async () => ({ file: await photo() }) },
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
