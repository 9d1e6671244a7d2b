import type { Feature } from '../kit/index.js';
import { deviceErrors, deviceRoutes } from './contract.js';

/** 登录设备: where one is signed in, and proving a new device. */
export const deviceFeature = { name: 'device', routes: deviceRoutes, errors: deviceErrors, access: {} } satisfies Feature;
