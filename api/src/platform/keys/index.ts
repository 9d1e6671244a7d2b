export { type KeyTools, runKeys } from './commands.js';
export { type ColumnStatus, Rotation, type SealedField, type SealedFields } from './rotation.js';
