export * from './columns.js';
export { makeDataSource, isEmbedded } from './data-source.js';
export { Database, isDuplicate, isoInstant, isoInstantOrNull, newId, sqlInstant } from './database.js';
