import { defineAccess } from '../kit/index.js';

/** Binding and claiming a role are things everyone signed in may do for themselves. */
export const identityAccess = defineAccess({
  'identity.bind': { own: true },
  'identity.claim-role': { anyone: true },
});
