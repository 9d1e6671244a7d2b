import { certificateErrors } from '@wuye/shared/certificate';
import { problemsOf } from '../platform/errors/index.js';

export const problem = problemsOf(certificateErrors);
