export * from './columns.js';
export { makeDataSource, isEmbedded } from './data-source.js';
export { openDatabase, openMigrated, requireMigrated } from './opening.js';
export { addUp } from './add-up.js';
export { insertRows } from './insert-rows.js';
export { updateRows } from './update-rows.js';
export { Database, idBefore, isDuplicate, isDuplicateOf, isoInstant, isoInstantOrNull, madeAt, newId, sqlInstant, StartOver } from './database.js';
