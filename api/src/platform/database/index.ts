export * from './columns.js';
export { makeDataSource, isEmbedded } from './data-source.js';
export { Database, idBefore, isDuplicate, isoInstant, isoInstantOrNull, newId, sqlInstant } from './database.js';
