import { Correction } from './entities.js';

export { CorrectionModule } from './correction.module.js';
export const correctionEntities = [Correction];
