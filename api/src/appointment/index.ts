import { CompanyAdmission } from './entities.js';

export { AppointmentModule } from './appointment.module.js';
export { type OfficeTools, runOffices } from './by-operator.js';
export { CompanyAdmission } from './entities.js';
export { Terms } from './terms.js';
export const appointmentEntities = [CompanyAdmission];
