import { Account, Appointment, Binding, BindingApplication, Captcha, Consent, Person, PersonNumber, SmsCode } from './entities.js';

export { Account, Appointment, Binding, BindingApplication, Person } from './entities.js';
export { Applications } from './applications.js';
export { Bindings } from './bindings.js';
export { Certifications, type Subject } from './certifications.js';
export { markFollowing } from './followers.js';
export { IdentityModule } from './identity.module.js';
export { Consents } from './consents.js';
export { Erasures } from './erasures.js';
export { type Holder, People } from './people.js';
export { PhoneChange } from './phone-change.js';
export { type KnownOwner, Subjects } from './subjects.js';
export { SmsCodes } from './sms-codes.js';
export const identityEntities = [Account, Appointment, Binding, BindingApplication, Captcha, Consent, Person, PersonNumber, SmsCode];
