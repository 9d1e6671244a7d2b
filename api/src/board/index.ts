import { Board, BoardBureau, BoardHanging } from './entities.js';

export { BoardHanging } from './entities.js';
export { BoardModule } from './board.module.js';
export { boardPhones } from './phones.js';
export { HangingTerms } from './hanging-terms.js';
export const boardEntities = [Board, BoardBureau, BoardHanging];
