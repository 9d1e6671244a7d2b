import { callerErrors, complaintErrors, togetherErrors } from '@wuye/shared/complaint';
import { problemsOf } from '../platform/errors/index.js';

export const problem = problemsOf({ ...complaintErrors, ...togetherErrors, ...callerErrors });
