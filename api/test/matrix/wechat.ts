import { wechatRoutes } from '@wuye/shared/wechat';
import { fixturesOf } from './kit.js';

export default fixturesOf('wechat', wechatRoutes, {
  signPage: { call: (m) => ({ body: { url: `${m.world.config.PUBLIC_URL}/h5/say` } }) },
});
