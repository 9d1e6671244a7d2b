import { RankingAdvice, RankingListing, RankingRun, RankingStanding } from './entities.js';

export { RankingModule } from './ranking.module.js';
export { Standings } from './standings.js';
export const rankingEntities = [RankingRun, RankingStanding, RankingListing, RankingAdvice];
