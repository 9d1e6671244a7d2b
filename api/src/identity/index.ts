import { Account, Appointment, Binding, BindingApplication, Captcha, Consent, Person, SmsCode } from './entities.js';

export { Account, Appointment, Binding, Person } from './entities.js';
export { IdentityModule } from './identity.module.js';
export { type Holder, People } from './people.js';
export const identityEntities = [Account, Appointment, Binding, BindingApplication, Captcha, Consent, Person, SmsCode];
