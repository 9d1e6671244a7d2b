/**
 * The tables that the seed fills. It writes rows of several features as a migration would, without their services,
 * so it takes the entities alone and not the features' doors with their controllers.
 */
export { Building, Community, Company, District, House, Street, Title } from '../community/entities.js';
export { Account, Appointment, Binding, Consent, Person } from '../identity/entities.js';
