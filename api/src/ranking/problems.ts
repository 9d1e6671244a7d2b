import { rankingErrors } from '@wuye/shared/ranking';
import { problemsOf } from '../platform/errors/index.js';

export const problem = problemsOf(rankingErrors);
