import { appointmentErrors } from '@wuye/shared/appointment';
import { problemsOf } from '../platform/errors/index.js';

export const problem = problemsOf(appointmentErrors);
