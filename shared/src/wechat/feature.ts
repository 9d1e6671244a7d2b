import type { Feature } from '../kit/index.js';
import { wechatRoutes } from './contract.js';
import { wechatErrors } from './errors.js';

export const wechatFeature = { name: 'wechat', routes: wechatRoutes, errors: wechatErrors, access: {} } satisfies Feature;
