import { defineAccess } from '../kit/index.js';

/** Binding and claiming a role are things everyone signed in may do for themselves. */
export const identityAccess = defineAccess({
  'identity.bind': { what: '办理自己的业主身份绑定', own: true },
  'identity.claim-role': { what: '用登记的手机号认领岗位身份', anyone: true },
});
