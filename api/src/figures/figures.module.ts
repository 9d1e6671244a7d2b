import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { Facts } from './facts.js';
import { Figures } from './figures.js';
import { FiguresTable } from './figures-csv.js';
import { FiguresController } from './figures.controller.js';
import { Folds } from './folds.js';

@Module({ imports: [CommunityModule], controllers: [FiguresController], providers: [Facts, Figures, FiguresTable, Folds], exports: [Facts, Figures, Folds] })
export class FiguresModule {
  constructor(jobs: Jobs, folds: Folds) {
    jobs.add({ name: 'figures', every: 10_000, run: (now) => folds.run(now) });
  }
}
