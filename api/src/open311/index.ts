import { Open311Key, Open311Request } from './entities.js';

export { runOpen311 } from './keys.js';
export { Open311Module } from './open311.module.js';
export const open311Entities = [Open311Key, Open311Request];
