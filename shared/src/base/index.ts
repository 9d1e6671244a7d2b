export * from './check-row.js';
export * from './columns.js';
