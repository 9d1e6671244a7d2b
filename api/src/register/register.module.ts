import { Module } from '@nestjs/common';
import { CommunityModule, Title } from '../community/index.js';
import { Clock } from '../platform/clock/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { Sweeps } from '../platform/sweeps/index.js';
import { TitleChanges } from './changes.js';
import { RegisterQuery, TitleChange } from './entities.js';
import { HttpRegister } from './http-register.js';
import { Places } from './places.js';
import { RegisterHolder } from './personal.js';
import { RegisterPort } from './port.js';
import { PATIENCE, RegisterQueue } from './queue.js';
import { Titles } from './titles.js';

const DAY = 24 * 3_600_000;

/** 产权登记: a table that an operator fills, or a register behind HTTP that is asked in turn (REGISTER_PROVIDER). */
@Module({
  imports: [CommunityModule],
  providers: [
    Places,
    RegisterHolder,
    RegisterQueue,
    TitleChanges,
    Titles,
    { provide: RegisterPort, useFactory: (config: Config, clock: Clock): RegisterPort => new HttpRegister(config, clock), inject: [CONFIG, Clock] },
  ],
  exports: [RegisterQueue, TitleChanges, Titles],
})
export class RegisterModule {
  constructor(sweeps: Sweeps, jobs: Jobs, queue: RegisterQueue, changes: TitleChanges) {
    jobs.add({ name: 'register queue', every: 500, run: () => queue.work() });
    jobs.add({ name: 'moved titles', every: 5_000, run: () => changes.work() });
    jobs.add({ name: 'register changes', every: 30_000, run: () => changes.read() });
    sweeps.keepFor(
      { entity: RegisterQuery, column: 'createdAt', keep: PATIENCE + DAY },
      { entity: TitleChange, column: 'createdAt', keep: 30 * DAY },
      // What was fetched for a binding serves that binding alone: a home rests on the register's word, not on our copy.
      { entity: Title, column: 'fetchedAt', keep: 8 * DAY },
    );
  }
}
