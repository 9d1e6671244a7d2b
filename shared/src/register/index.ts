export type { Cell, CellFault } from '../kit/index.js';
export * from './place.js';
export * from './title-row.js';
