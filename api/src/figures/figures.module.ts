import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { PolicyModule } from '../policy/index.js';
import { FiguresBooks } from './books.js';
import { Facts } from './facts.js';
import { Figures } from './figures.js';
import { FiguresController } from './figures.controller.js';
import { Folds } from './folds.js';
import { MedianTimes } from './medians.js';
import { Reports } from './reports.js';

@Module({
  imports: [CommunityModule, PolicyModule],
  controllers: [FiguresController],
  providers: [Facts, Figures, FiguresBooks, Folds, MedianTimes, Reports],
  exports: [Facts, Figures, Folds],
})
export class FiguresModule {
  constructor(jobs: Jobs, folds: Folds) {
    jobs.add({ name: 'figures', every: 10_000, run: (now) => folds.run(now) });
  }
}
