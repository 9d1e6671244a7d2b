export * from './calendar.js';
export * from './format.js';
export * from './instant.js';
export * from './notice.js';
export * from './working-time.js';
export * from './year.js';
export * from './year-2026.js';
