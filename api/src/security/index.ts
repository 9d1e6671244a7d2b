import { Authenticator } from './entities.js';

export { Authenticators } from './authenticators.js';
export { Authenticator } from './entities.js';
export { SecurityModule } from './security.module.js';
export const securityEntities = [Authenticator];
