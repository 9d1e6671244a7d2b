import { CompanyAdmission } from './entities.js';

export { AppointmentModule } from './appointment.module.js';
export { type OfficeTools, runOffices } from './by-operator.js';
export { CompanyAdmission } from './entities.js';
export { OfficeBook } from './book.js';
export { OfficeNotices } from './notices.js';
export { ReplacedStaff } from './replaced.js';
export { Terms } from './terms.js';
export const appointmentEntities = [CompanyAdmission];
