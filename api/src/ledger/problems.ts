import { ledgerErrors } from '@wuye/shared/ledger';
import { problemsOf } from '../platform/errors/index.js';

export const problem = problemsOf(ledgerErrors);
