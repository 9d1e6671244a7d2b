import { identityErrors } from '@wuye/shared/identity';
import { problemsOf } from '../platform/errors/index.js';

export const problem = problemsOf(identityErrors);
