import { Account, Appointment, Binding, BindingApplication, Captcha, Consent, Person, PersonNumber, SmsCode } from './entities.js';

export { Account, Appointment, Binding, BindingApplication, Person } from './entities.js';
export { Applications } from './applications.js';
export { Bindings } from './bindings.js';
export { Certifications, type Subject } from './certifications.js';
export { IdentityModule } from './identity.module.js';
export { type Holder, People } from './people.js';
export const identityEntities = [Account, Appointment, Binding, BindingApplication, Captcha, Consent, Person, PersonNumber, SmsCode];
