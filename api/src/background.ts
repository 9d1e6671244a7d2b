import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from './platform/clock/index.js';
import { type Job, Jobs } from './platform/jobs/index.js';
import { safeError } from './platform/log/index.js';

/** After a start nothing waits longer than this for its first run: a program that is started anew each half an hour still does what it does hourly. */
const FIRST = 2_000;

/** Runs what goes on without anyone asking. The registry ends the timers with the program. */
@Injectable()
export class Background implements OnApplicationBootstrap {
  private readonly log = new Logger('background');

  constructor(
    private readonly jobs: Jobs,
    private readonly registry: SchedulerRegistry,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    for (const job of this.jobs.all) {
      this.registry.addInterval(
        job.name,
        setInterval(() => void this.guard(job), job.every),
      );
      if (job.every > FIRST)
        this.registry.addTimeout(
          job.name,
          setTimeout(() => void this.guard(job), FIRST),
        );
    }
  }

  /** A job that fails is told of and tried again at its next turn; it never ends the process. */
  private async guard({ name, run }: Job): Promise<void> {
    try {
      await run(this.clock.now());
    } catch (error) {
      const { message, stack } = safeError(error);
      this.log.error(`${name}: ${message}`, stack);
    }
  }
}
