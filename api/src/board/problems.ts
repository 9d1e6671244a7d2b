import { boardErrors } from '@wuye/shared/board';
import { problemsOf } from '../platform/errors/index.js';

export const problem = problemsOf(boardErrors);
