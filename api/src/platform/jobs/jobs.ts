import { Injectable } from '@nestjs/common';

/** What goes on without anyone asking: it may run on several instances at once, and again before the last run's effect is seen. */
export interface Job {
  readonly name: string;
  /** Milliseconds between two runs. */
  readonly every: number;
  readonly run: (now: Date) => Promise<unknown>;
}

/** The periodic jobs of all rooms; the program starts them together (background.ts), tests run them by hand. */
@Injectable()
export class Jobs {
  private readonly jobs: Job[] = [];

  /** Called once by the room whose job it is, when it is put together. */
  add(job: Job): void {
    if (this.jobs.some(({ name }) => name === job.name)) throw new Error(`Two jobs are called ${job.name}.`);
    this.jobs.push(job);
  }

  /** All of them. */
  get all(): readonly Job[] {
    return this.jobs;
  }
}
