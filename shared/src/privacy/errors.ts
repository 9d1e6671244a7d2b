import { defineErrors } from '../kit/index.js';

export const privacyErrors = defineErrors({
  'PRIVACY.OFFICE_HELD': { status: 409, title: '您还在任（{offices}）。请先请任命您的单位解除任命，再来注销。' },
  'PRIVACY.CONSENT_NOT_GIVEN': { status: 404, title: '没有找到这项同意，或已经撤回。' },
  'PRIVACY.CONSENT_IS_ACCOUNT': { status: 409, title: '撤回《用户协议》就是注销，请到“注销”办理。' },
  'PRIVACY.NO_PERSON': { status: 404, title: '还没有登记手机号码，请先完成身份绑定。' },
});
