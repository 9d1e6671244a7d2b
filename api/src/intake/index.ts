import { IntakeExport, IntakeMapping, IntakeUnsorted } from './entities.js';

export { IntakeModule } from './intake.module.js';
export const intakeEntities = [IntakeExport, IntakeMapping, IntakeUnsorted];
