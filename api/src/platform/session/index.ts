export { Devices } from './devices.js';
export { Device, OAuthState, Session } from './entities.js';
export { SessionGuard } from './session.guard.js';
export { SESSION_COOKIE, Sessions } from './session.service.js';
