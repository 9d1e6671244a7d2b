import { FigureFact, FigureSpread, FigureTally } from './entities.js';

export { type Change, type Counted, Facts, type Tags } from './facts.js';
export { Figures, type PlaceCounts } from './figures.js';
export { FiguresModule } from './figures.module.js';
export { Folds } from './folds.js';
export { communityOf } from './within.js';
export const figuresEntities = [FigureFact, FigureTally, FigureSpread];
