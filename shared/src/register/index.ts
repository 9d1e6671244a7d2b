export * from './place.js';
export * from './title-row.js';
