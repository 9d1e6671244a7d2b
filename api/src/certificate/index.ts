import { CertificateCase } from './entities.js';

export { CertificateModule } from './certificate.module.js';
export const certificateEntities = [CertificateCase];
