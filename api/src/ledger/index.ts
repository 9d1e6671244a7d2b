import { LedgerMonth, LedgerNote, LedgerSignedRow } from './entities.js';

export { LedgerModule } from './ledger.module.js';
export { LedgerMonths } from './months.js';
export const ledgerEntities = [LedgerMonth, LedgerNote, LedgerSignedRow];
