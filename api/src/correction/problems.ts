import { correctionErrors } from '@wuye/shared/correction';
import { problemsOf } from '../platform/errors/index.js';

export const problem = problemsOf(correctionErrors);
